import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { modelName } from "../trace/model-name.ts";
import { DayField } from "../ui/day-field.tsx";
import { TextFilter } from "../ui/text-filter.tsx";
import { thumbs, type TracesView } from "./traces-view.ts";

interface TracesFiltersProps {
  view: TracesView;
  onChange: (change: TracesView) => void;
  onClear: () => void;
}

/** Which questions are shown: by words, intent, thumb, model, template, error, person, day and score. */
export function TracesFilters({ view, onChange, onClear }: TracesFiltersProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const choices = useQuery(trpc.trace.choices.queryOptions());
  const templates = useQuery(trpc.template.choices.queryOptions());
  const texts = t.traces.filters;
  const { tier: _, page: __, ...filters } = view;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const same = (values: readonly string[] = []) => values.map((value) => ({ value, label: value }));
  const named = (values: readonly { id: string; name: string }[] = []) =>
    values.map(({ id, name }) => ({ value: id, label: name }));
  const selects = {
    intent: same(choices.data?.intents),
    thumb: thumbs.map((value) => ({ value, label: t.traces.thumbs[value] })),
    model: (choices.data?.models ?? []).map((value) => ({
      value,
      label: modelName(t, value, t.ask.quotedShort),
    })),
    template: named(templates.data),
    error: [{ value: "any", label: t.traces.anyError }, ...same(choices.data?.errors)],
    person: named(choices.data?.people),
  };
  return (
    <div className="traces-filters" role="search">
      <TextFilter
        label={texts.text}
        value={view.text ?? ""}
        onChange={(text) => onChange({ text: text || undefined })}
      />
      {(Object.keys(selects) as (keyof typeof selects)[]).map((key) => (
        <Select<string>
          key={key}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={texts[key]}
          placeholder={texts[key]}
          value={view[key] ?? null}
          options={selects[key]}
          onChange={(value) => onChange({ [key]: value })}
        />
      ))}
      <span className="traces-span">
        <DayField label={`${texts.days} ≥`} value={view.from} onChange={(from) => onChange({ from })} />
        <span aria-hidden>–</span>
        <DayField label={`${texts.days} ≤`} value={view.to} onChange={(to) => onChange({ to })} />
      </span>
      <span className="traces-span">
        <Score label={`${texts.score} ≥`} value={view.least} onChange={(least) => onChange({ least })} />
        <Score label={`${texts.score} ≤`} value={view.most} onChange={(most) => onChange({ most })} />
      </span>
      {isFiltered && (
        <Button type="link" onClick={onClear}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}

interface ScoreProps {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

function Score({ label, value, onChange }: ScoreProps) {
  return (
    <InputNumber
      aria-label={label}
      placeholder={label}
      step={0.05}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
