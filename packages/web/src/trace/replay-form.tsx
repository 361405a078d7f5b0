import { Alert, Button, Checkbox, Radio } from "antd";
import { useLanguage } from "../app/language.tsx";
import { stageText } from "../ask/stage-text.ts";
import { modelName } from "./model-name.ts";
import { CutFields } from "./cut-fields.tsx";
import { changeOf, changes, completed, measuresOf, type ChangeKind, type ReplayView } from "./replay-view.ts";
import { cutsDiffer, type DeskSettings } from "./settings-table.tsx";
import type { TraceRead } from "./trace-read.ts";
import type { useReplay } from "./use-replay.ts";

interface ReplayFormProps {
  read: TraceRead;
  settings: DeskSettings;
  view: ReplayView;
  onView: (view: ReplayView) => void;
  replay: ReturnType<typeof useReplay>;
}

/** Which setting is changed, whether to answer too, and the run with its progress. */
export function ReplayForm({ read, settings, view, onView, replay }: ReplayFormProps) {
  const { t } = useLanguage();
  const { change = "nothing" } = view;
  const whole = completed(view, read.trace, settings.cuts);
  const answer = change === "model" || (view.answer ?? settings.model === null);
  const asked = changeOf(whole);
  const why: Partial<Record<ChangeKind, string | false>> = {
    vectors: settings.embedder === null && t.trace.replay.notConnected,
    rerank: settings.reranker === null && t.trace.replay.notConnected,
    model: settings.model === null && t.trace.replay.notConnected,
    "cuts-of-then": !cutsDiffer(read.trace, settings) && t.trace.replay.cutsSame,
  };
  const writer =
    settings.model === null || change === "model"
      ? t.trace.replay.answerQuoting
      : t.trace.replay.answerModel(modelName(t, settings.model, ""));
  return (
    <form
      className="card replay-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (asked) replay.run(asked, answer);
      }}
    >
      <fieldset disabled={replay.running}>
        <legend>{t.trace.replay.change}</legend>
        <Radio.Group
          className="replay-changes"
          value={change}
          disabled={replay.running}
          onChange={(event) =>
            onView({ answer: view.answer, change: changes.find((kind) => kind === event.target.value) })
          }
        >
          {changes.map((kind) => (
            <Radio key={kind} value={kind} disabled={Boolean(why[kind])}>
              {t.trace.replay.changes[kind]}
              {why[kind] && <span className="quiet"> · {why[kind]}</span>}
            </Radio>
          ))}
        </Radio.Group>
        {change === "cut" && <CutFields measures={measuresOf(read.trace)} view={whole} onView={onView} />}
      </fieldset>
      <div className="replay-run">
        <Checkbox
          checked={answer}
          disabled={replay.running || change === "model"}
          onChange={(event) => onView({ ...view, answer: event.target.checked })}
        >
          {t.trace.replay.answerToo}
          <span className="quiet"> · {writer}</span>
        </Checkbox>
        {replay.running ? (
          <>
            <Button onClick={replay.stop}>{t.trace.replay.stop}</Button>
            <span className="quiet" role="status">
              {stageText(t, replay.stage)}
            </span>
          </>
        ) : (
          <Button type="primary" htmlType="submit" disabled={!asked || Boolean(why[change])}>
            {t.trace.replay.run}
          </Button>
        )}
      </div>
      {change === "cut" && !asked && <Alert type="warning" showIcon title={t.trace.replay.cutNeeded} />}
    </form>
  );
}
