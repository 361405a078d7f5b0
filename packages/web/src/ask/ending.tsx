import { ExclamationCircleFilled, InfoCircleOutlined, PauseCircleOutlined, ReloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Texts } from "../app/i18n/zh.ts";
import { problemText } from "../app/problem.ts";
import type { Turn } from "./conversation-cache.ts";
import { DoubtNote } from "./doubt-note.tsx";
import { useLiveRuns } from "./live-runs-context.tsx";
import type { Shown } from "./shown.ts";
import { SpentText } from "../usage/spent-text.tsx";
import { TraceButton } from "./trace-button.tsx";

interface EndingProps {
  turn: Turn;
  shown: Shown;
  onAgain: (turn: Turn) => void;
}

/** How an answer ended when it did not simply end: failed, stopped, not sent, or less than it could be. */
export function Ending({ turn, shown, onAgain }: EndingProps) {
  const { t } = useLanguage();
  const { phase, problem, outcome } = shown;
  const reason = problem ? problemText(t, problem) : t.common.unknownProblem;
  switch (phase) {
    case "failed":
      return (
        <Trouble
          title={t.ask.failed}
          reason={problem?.code === "budget.spent" ? <SpentText /> : reason}
          action={t.ask.askAgain}
          onAction={() => onAgain(turn)}
        >
          {t.ask.runId(turn.runId)} <TraceButton runId={turn.runId} />
        </Trouble>
      );
    case "unsent":
      return <Unsent turn={turn} reason={reason} />;
    case "unwatched":
      return <Unwatched turn={turn} reason={reason} />;
    case "stopped":
      return (
        <>
          <p className="turn-note">
            <PauseCircleOutlined aria-hidden /> {shown.text.text ? t.ask.stopped : t.ask.stoppedEmpty}
          </p>
          <Doubts outcome={outcome} />
        </>
      );
    case "finished":
      return (
        <>
          {outcome?.degraded ? (
            <Note text={degradedText(t, outcome.degraded)} />
          ) : (
            outcome?.tier === "hedged" && !outcome.basis && <Note text={t.ask.hedged} />
          )}
          {outcome?.basis === "pictures" && <Note text={t.pictures.fromPictures} />}
          <Doubts outcome={outcome} />
        </>
      );
    case "sending":
    case "waiting":
    case "writing":
      return problem && <Note text={reason} />;
  }
}

/** A refusal shows no citations that could be marked. */
function Doubts({ outcome }: { outcome: Shown["outcome"] }) {
  if (!outcome?.unsupported || outcome.tier === "refused" || outcome.tier === "candidates") return null;
  return <DoubtNote text={outcome.text} statements={outcome.unsupported} />;
}

function degradedText(t: Texts, code: string): string {
  const known: Record<string, string> = { ...t.degraded, ...t.trace.codes };
  return known[code] ?? t.ask.degraded;
}

function Note({ text }: { text: string }) {
  return (
    <p className="turn-note">
      <InfoCircleOutlined aria-hidden /> {text}
    </p>
  );
}

/** The same question under the same run id: asking twice is asking once. */
function Unsent({ turn, reason }: { turn: Turn; reason: string }) {
  const { t } = useLanguage();
  const runs = useLiveRuns();
  return (
    <Trouble
      title={t.ask.unsent}
      reason={reason}
      action={t.ask.sendAgain}
      onAction={() => void runs.askAgain(turn.runId)}
    />
  );
}

function Unwatched({ turn, reason }: { turn: Turn; reason: string }) {
  const { t } = useLanguage();
  const runs = useLiveRuns();
  return (
    <Trouble
      title={t.ask.unwatched}
      reason={reason}
      action={t.common.retry}
      onAction={() => runs.watchAgain(turn.runId)}
    />
  );
}

interface TroubleProps {
  title: string;
  reason: ReactNode;
  action: string;
  onAction: () => void;
  children?: ReactNode;
}

function Trouble({ title, reason, action, onAction, children }: TroubleProps) {
  return (
    <div className="trouble" role="alert">
      <ExclamationCircleFilled aria-hidden />
      <div>
        <strong>{title}</strong>
        <p>{reason}</p>
        {children && <p className="trouble-id">{children}</p>}
      </div>
      <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={onAction}>
        {action}
      </Button>
    </div>
  );
}
