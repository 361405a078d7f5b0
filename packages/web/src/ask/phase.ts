import type { Turn } from "./conversation-cache.ts";
import type { LiveRun } from "./live-runs.ts";

/** How far an answer is, seen from this tab. */
export type Phase = "sending" | "unsent" | "waiting" | "writing" | "finished" | "stopped" | "failed" | "unwatched";

export function phaseOf(turn: Turn, run: LiveRun | undefined): Phase {
  if (!run) {
    if (turn.state === "finished" || turn.state === "stopped" || turn.state === "failed") return turn.state;
    return "waiting";
  }
  if (run.answer.end) return run.answer.end.state;
  if (run.phase === "sending" || run.phase === "unsent") return run.phase;
  if (run.phase === "ended") return "unwatched";
  return run.answer.text.text ? "writing" : "waiting";
}

export function isRunning(phase: Phase | undefined): boolean {
  return phase === "sending" || phase === "waiting" || phase === "writing";
}
