import { InputNumber, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { ReplayView } from "./replay-view.ts";
import type { DecidingMeasure } from "./standing.ts";

interface CutFieldsProps {
  measures: readonly DecidingMeasure[];
  view: ReplayView;
  onView: (view: ReplayView) => void;
}

/** Another place for the two cuts of one measure. */
export function CutFields({ measures, view, onView }: CutFieldsProps) {
  const { t } = useLanguage();
  const field = (end: "hard" | "soft") => (
    <label>
      <span>{t.trace.replay[end]}</span>
      <InputNumber
        step={0.01}
        changeOnWheel={false}
        value={view[end] ?? null}
        onChange={(value) => onView({ ...view, [end]: value ?? undefined })}
      />
    </label>
  );
  return (
    <div className="cut-fields">
      <label>
        <span>{t.trace.replay.measure}</span>
        <Select
          aria-label={t.trace.replay.measure}
          value={view.measure ?? null}
          options={measures.map((measure) => ({ value: measure, label: t.studio.names[measure] ?? measure }))}
          onChange={(measure) => onView({ ...view, measure, hard: undefined, soft: undefined })}
        />
      </label>
      {field("hard")}
      {field("soft")}
    </div>
  );
}
