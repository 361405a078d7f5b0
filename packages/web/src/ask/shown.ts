import { useMemo } from "react";
import type { Source } from "@docent/core/chat/citation";
import type { Problem } from "../app/problem.ts";
import { advance, emptySplit, type Split } from "../markdown/split.ts";
import type { AnswerState } from "./answer-state.ts";
import { isUnderWay, type Turn } from "./conversation-cache.ts";
import { useLiveRun } from "./live-runs-context.tsx";
import { phaseOf, type Phase } from "./phase.ts";

/** An answer as the thread draws it, whether it is under way or long finished. */
export interface Shown {
  phase: Phase;
  text: Split;
  sources: readonly Source[];
  stage: AnswerState["stage"];
  outcome: Turn["outcome"];
  problem: Problem | null;
  disconnected: boolean;
  stopping: boolean;
}

export function useShown(turn: Turn): Shown {
  const run = useLiveRun(isUnderWay(turn) ? turn.runId : undefined);
  const { outcome } = turn;
  const ended = useMemo(() => (outcome ? advance(emptySplit, outcome.text) : emptySplit), [outcome]);
  const answer = run?.answer;
  return {
    phase: phaseOf(turn, run),
    text: answer?.text ?? ended,
    sources: answer?.sources ?? outcome?.sources ?? [],
    stage: answer?.stage ?? null,
    outcome: answer?.end?.outcome ?? outcome,
    problem: run?.problem ?? answer?.end?.error ?? turn.error,
    disconnected: run?.disconnected ?? false,
    stopping: run?.stopping ?? false,
  };
}
