import { useSubscription } from "@trpc/tanstack-react-query";
import { Alert, Button, InputNumber, Modal, Progress } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";

const passages = { least: 1, usual: 20, most: 100 };

type Phase = "asking" | "writing" | "stopped" | "done";
type Written = Outputs["label"]["propose"] extends AsyncIterable<infer One> ? One : never;

/** Has the model write questions, shows how far it is and stops it. Closing the dialog stops it too. */
export function WritingDialog({ onChanged, onClose }: { onChanged: () => Promise<unknown>; onClose: () => void }) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const [count, setCount] = useState(passages.usual);
  const [phase, setPhase] = useState<Phase>("asking");
  const [written, setWritten] = useState<Written | null>(null);
  const [error, setError] = useState<unknown>(null);
  const end = (next: Phase) => {
    setPhase(next);
    void onChanged();
  };
  useSubscription(
    trpc.label.propose.subscriptionOptions(
      { passages: count },
      {
        enabled: phase === "writing",
        onData: (data) => {
          setWritten(data);
          if (data.done === data.total) end("done");
        },
        onError: (failure) => {
          setError(failure);
          end("asking");
        },
      },
    ),
  );
  const close = () => {
    void onChanged();
    onClose();
  };
  const added = format.number(written?.added ?? 0);
  return (
    <Modal open title={t.studio.writing.title} onCancel={close} width={480} footer={null}>
      <p className="quiet dialog-lead">{t.studio.writing.lead}</p>
      {error !== null && <Alert className="studio-note" type="error" showIcon title={errorText(t, error)} />}
      {phase === "asking" && (
        <div className="writing-form">
          <label>
            <span>{t.studio.writing.passages}</span>
            <InputNumber
              min={passages.least}
              max={passages.most}
              value={count}
              onChange={(value) => setCount(value ?? passages.usual)}
            />
          </label>
          <Button
            type="primary"
            onClick={() => {
              setError(null);
              setWritten(null);
              setPhase("writing");
            }}
          >
            {t.studio.writing.start}
          </Button>
        </div>
      )}
      {phase === "writing" && (
        <div className="writing-progress">
          <p role="status">
            {t.studio.writing.progress(
              format.number(written?.done ?? 0),
              format.number(written?.total ?? count),
              added,
            )}
          </p>
          <Progress
            percent={Math.round((100 * (written?.done ?? 0)) / (written?.total || 1))}
            showInfo={false}
            aria-label={t.studio.writing.title}
          />
          <Button onClick={() => end("stopped")}>{t.studio.writing.stop}</Button>
        </div>
      )}
      {(phase === "done" || phase === "stopped") && (
        <div role="status">
          <p>
            {written?.total === 0
              ? t.studio.writing.nothing
              : phase === "done"
                ? t.studio.writing.done(added)
                : t.studio.writing.stopped(added)}
          </p>
          {written !== null && written.empty > 0 && (
            <p className="quiet">{t.studio.writing.empty(format.number(written.empty))}</p>
          )}
        </div>
      )}
    </Modal>
  );
}
