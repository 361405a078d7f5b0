import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";

type Input = Inputs["trace"]["replay"];
type Step = Outputs["trace"]["replay"] extends AsyncIterable<infer One> ? One : never;
type Stage = Extract<Step, { type: "stage" }>;
export type Replayed = Extract<Step, { type: "done" }>["replayed"];

interface Result {
  input: Input;
  replayed: Replayed;
}

/** One replay after the other: the one under way, and what came of the last. Begins with one when that is named. */
export function useReplay(runId: string, first?: Pick<Input, "change" | "answer">) {
  const trpc = useTRPC();
  const [running, setRunning] = useState<Input | null>(first ? { runId, ...first } : null);
  const [stage, setStage] = useState<Stage | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const [error, setError] = useState<unknown>(null);
  useSubscription(
    trpc.trace.replay.subscriptionOptions(running ?? { runId, change: { type: "nothing" }, answer: false }, {
      enabled: running !== null,
      onData: (step) => {
        if (step.type === "stage") return setStage(step);
        if (running) setResult({ input: running, replayed: step.replayed });
        setRunning(null);
      },
      onError: (failure) => {
        setError(failure);
        setRunning(null);
      },
    }),
  );
  return {
    running: running !== null,
    stage,
    result,
    error,
    run(change: Input["change"], answer: boolean) {
      setStage(null);
      setError(null);
      setRunning({ runId, change, answer });
    },
    stop: () => setRunning(null),
  };
}
