import type { RunEvent } from "./run-event.ts";

/** A run's numbered events. Writing happens once, in one place; reading happens as often and as late as anybody likes. */
export interface RunLog {
  /** Appends events under the next numbers (from 1) and returns the number of the last. Readers in this process see them at once. */
  append(runId: string, events: readonly RunEvent[]): Promise<number>;
  /** Waits until everything appended for the run would survive the end of the process. */
  flush(runId: string): Promise<void>;
  /**
   * Yields events numbered after `after`, those already there first, then new ones as they come; ends after a
   * terminal event (`finished`, `stopped`, `failed`) or when `signal` aborts.
   */
  read(runId: string, after: number, signal?: AbortSignal): AsyncIterable<{ number: number; event: RunEvent }>;
  /** Forgets events of runs that ended before `before`. */
  purge(before: Date): Promise<void>;
}
