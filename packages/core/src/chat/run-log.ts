import type { Database } from "../db/database.ts";
import type { RunEvent, TerminalEvent } from "./run-event.ts";

export interface NumberedEvent {
  number: number;
  event: RunEvent;
}

/** A run's numbered events. Writing happens once, in one place; reading happens as often and as late as anybody likes. */
export interface RunLog {
  /** Says that nobody has written this run yet, which spares looking for its last number. */
  begin(runId: string): void;
  /** Appends events under the next numbers (from 1) and returns the number of the last. Readers in this process see them at once. */
  append(runId: string, events: readonly RunEvent[]): Promise<number>;
  /** Waits until everything appended for the run would survive the end of the process. */
  flush(runId: string): Promise<void>;
  /**
   * Appends the terminal event and makes everything durable. `alongside` writes what must become true with it, in the
   * same transaction where the log lives in the database; when it throws, the event was never there. It gives the runs
   * whose logs are to be forgotten with it, if any.
   */
  end(
    runId: string,
    event: TerminalEvent,
    alongside: (db: Database) => Promise<readonly string[] | void>,
  ): Promise<void>;
  /** What is there now. */
  list(runId: string): Promise<NumberedEvent[]>;
  /**
   * Yields events numbered after `after`, those already there first, then new ones as they come. Ends after a terminal
   * event, when `signal` aborts, or when nothing can come any more because the run ended long ago or was removed.
   */
  read(runId: string, after: number, signal?: AbortSignal): AsyncIterable<NumberedEvent>;
  /** Forgets these runs, whose rows are gone or say it no more: nobody can write them any longer, and readers leave. */
  forget(runIds: readonly string[]): Promise<void>;
  /** Forgets events of runs that ended before `before`. */
  purge(before: Date): Promise<void>;
}
