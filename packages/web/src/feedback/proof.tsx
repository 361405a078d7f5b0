import { CheckCircleFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Spin } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { AnswerText } from "../trace/answer-text.tsx";
import { TierTag } from "../trace/tier-tag.tsx";
import { useTrace } from "../trace/trace-content.tsx";
import { useReplay } from "../trace/use-replay.ts";
import { Failure } from "../ui/failure.tsx";

const lookMs = 1_000;
const patienceMs = 60_000;
const asItIs = { change: { type: "nothing" }, answer: true } as const;

interface ProofProps {
  feedback: Outputs["feedback"]["get"];
  /** The run to ask again; null when nobody has asked it. */
  runId: string | null;
  onRead: ((feedback: Outputs["feedback"]["get"]) => void) | undefined;
  onClose: () => void;
}

/** Waits until searches see what was put into the library, then asks the question again and shows before and after. */
export function Proof({ feedback, runId, onRead, onClose }: ProofProps) {
  const { t, format } = useLanguage();
  const texts = t.feedback.proof;
  const [since] = useState(() => Date.now());
  const read = useQuery(
    useTRPC().feedback.isRead.queryOptions(
      { id: feedback.id },
      { staleTime: 0, gcTime: 0, refetchInterval: ({ state }) => (state.data ? false : lookMs) },
    ),
  );
  const tellRead = useEffectEvent(() => onRead?.(feedback));
  useEffect(() => {
    if (read.data) tellRead();
  }, [read.data]);
  const slow = !read.data && read.dataUpdatedAt - since > patienceMs;
  const seconds = format.seconds(Math.max(read.dataUpdatedAt - since, 100));
  return (
    <div className="proof">
      <p role="status">
        {read.data ? (
          <>
            <CheckCircleFilled className="proof-good" aria-hidden /> {texts.read(seconds)} {texts.testSet}
          </>
        ) : (
          <>
            <Spin size="small" aria-hidden /> {slow ? texts.slow : texts.reading}
          </>
        )}
      </p>
      {read.isError && <Failure error={read.error} onRetry={() => void read.refetch()} />}
      {read.data && runId && <Again runId={runId} />}
      {read.data && !runId && (
        <p>
          {texts.handmade}{" "}
          <Link to="/tune/search" search={{ text: feedback.question }}>
            {texts.try}
          </Link>
        </p>
      )}
      <div className="dialog-keys">
        <Button type="primary" onClick={onClose}>
          {texts.close}
        </Button>
      </div>
    </div>
  );
}

/** The question asked again as everything is now, beside what was answered. */
function Again({ runId }: { runId: string }) {
  const { t } = useLanguage();
  const texts = t.feedback.proof;
  const trace = useTrace(runId);
  const replay = useReplay(runId, asItIs);
  const before = trace.data?.answer ?? null;
  const after = replay.result?.replayed;
  const better = after?.answer?.tier === "answer" && (before?.tier !== "answer" || before.text !== after.answer.text);
  if (replay.error) return <Failure error={replay.error} onRetry={() => replay.run(asItIs.change, asItIs.answer)} />;
  if (!after)
    return (
      <p role="status">
        <Spin size="small" aria-hidden /> {texts.replaying}
      </p>
    );
  return (
    <>
      <p role="status">
        <strong>{better ? texts.better : texts.same}</strong>{" "}
        <Link to="/trace/$runId/replay" params={{ runId }}>
          {texts.compare}
        </Link>
      </p>
      <div className="feedback-sides">
        <section aria-label={texts.before}>
          <h3>
            {texts.before} {before && <TierTag tier={before.tier} />}
          </h3>
          <AnswerText answer={before} passages={trace.data?.passages ?? {}} none={t.feedback.gone} />
        </section>
        <section aria-label={texts.after}>
          <h3>
            {texts.after} {after.answer && <TierTag tier={after.answer.tier} />}
          </h3>
          <AnswerText answer={after.answer} passages={after.passages} none={t.trace.replay.notAnswered} />
        </section>
      </div>
    </>
  );
}
