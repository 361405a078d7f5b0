import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";

type Input = Inputs["template"]["tryOut"];
type Step = Outputs["template"]["tryOut"] extends AsyncIterable<infer One> ? One : never;

export interface Tried {
  key: number;
  input: Input;
  text: string;
  /** Null while the answer is on its way. */
  done: Extract<Step, { type: "done" }> | null;
}

/** How many answers stand beside each other. */
const keptMax = 4;

/** Answers to compare, the newest first; one at a time. */
export function useTrial() {
  const trpc = useTRPC();
  const [running, setRunning] = useState<Input | null>(null);
  const [tried, setTried] = useState<Tried[]>([]);
  const [error, setError] = useState<unknown>(null);
  const change = (how: (newest: Tried) => Tried) =>
    setTried(([newest, ...others]) => (newest ? [how(newest), ...others] : []));
  useSubscription(
    trpc.template.tryOut.subscriptionOptions(running ?? { wording: null, question: "-" }, {
      enabled: running !== null,
      onData: (step) => {
        if (step.type === "text") return change((newest) => ({ ...newest, text: newest.text + step.text }));
        change((newest) => ({ ...newest, done: step }));
        setRunning(null);
      },
      onError: (failure) => {
        setError(failure);
        setTried(([, ...others]) => others);
        setRunning(null);
      },
    }),
  );
  return {
    running: running !== null,
    tried,
    error,
    run(input: Input) {
      setError(null);
      setTried((held) => [{ key: (held[0]?.key ?? 0) + 1, input, text: "", done: null }, ...held].slice(0, keptMax));
      setRunning(input);
    },
    stop: () => {
      setRunning(null);
      setTried(([newest, ...others]) => (newest && !newest.done ? others : newest ? [newest, ...others] : []));
    },
  };
}
