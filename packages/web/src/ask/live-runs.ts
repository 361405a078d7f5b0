import type { Problem } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";
import type { Picture } from "../pictures/attachments.ts";
import { newAnswer, reduce, type AnswerEnd, type AnswerState, type NumberedEvent } from "./answer-state.ts";

/** How often arriving text is drawn. Measured: below 50 ms a slow processor falls behind, above 100 ms it looks jerky. */
export const flushMs = 66;
const watchAgainMs = 1_000;

/** One question whose answer this tab asks for or watches. */
export interface LiveRun {
  phase: "sending" | "unsent" | "watching" | "ended";
  answer: AnswerState;
  /** Whether the connection that brings the answer is down at the moment. */
  disconnected: boolean;
  stopping: boolean;
  /** Why the question could not be sent, or its answer not be watched. */
  problem: Problem | null;
}

export interface WatchHandlers {
  onEvents: (event: NumberedEvent) => void;
  onConnection: (open: boolean) => void;
  /** The server said that this cannot be watched. */
  onRefused: (problem: Problem) => void;
  /** The reading ended, with or without the end of the run. */
  onClosed: () => void;
}

/** What a question is narrowed to. */
export type Filter = NonNullable<Outputs["conversation"]["get"]["turns"][number]["filter"]>;

/** The model that is to answer, and how. */
export type Settings = NonNullable<Outputs["conversation"]["get"]["turns"][number]["settings"]>;

export interface Question {
  conversationId: string;
  runId: string;
  question: string;
  retryOf?: string;
  filter?: Filter;
  settings?: Settings;
  /** Shown with it. */
  pictures?: readonly Picture[];
}

export interface LiveRunsOptions {
  /** Asking twice under the same run id is asking once. */
  send(question: Question): Promise<void>;
  stop(runId: string): Promise<void>;
  watch(runId: string, after: number, handlers: WatchHandlers): { unsubscribe(): void };
  problemOf(error: unknown): Problem;
  /** The run is over: what it came to belongs among the finished turns now. */
  onEnd: (runId: string, end: AnswerEnd) => void;
}

interface Entry {
  run: LiveRun;
  /** Known for a question that this tab asked. */
  question: Question | undefined;
  followers: number;
  listeners: Set<() => void>;
  pending: NumberedEvent[];
  flush: ReturnType<typeof setTimeout> | undefined;
  again: ReturnType<typeof setTimeout> | undefined;
  reading: { unsubscribe(): void } | undefined;
}

export type LiveRuns = ReturnType<typeof createLiveRuns>;

/** The runs that are under way, held outside of React so that events cost no rendering until they are flushed. */
export function createLiveRuns(options: LiveRunsOptions) {
  const entries = new Map<string, Entry>();

  function entryOf(runId: string): Entry {
    const known = entries.get(runId);
    if (known) return known;
    const run: LiveRun = { phase: "watching", answer: newAnswer, disconnected: false, stopping: false, problem: null };
    const entry: Entry = {
      run,
      question: undefined,
      followers: 0,
      listeners: new Set(),
      pending: [],
      flush: undefined,
      again: undefined,
      reading: undefined,
    };
    entries.set(runId, entry);
    return entry;
  }

  function change(entry: Entry, changes: Partial<LiveRun>): void {
    entry.run = { ...entry.run, ...changes };
    for (const listener of entry.listeners) listener();
  }

  function flush(runId: string, entry: Entry): void {
    clearTimeout(entry.flush);
    entry.flush = undefined;
    const answer = reduce(entry.run.answer, entry.pending);
    entry.pending = [];
    if (answer === entry.run.answer) return;
    if (!answer.end) return change(entry, { answer, disconnected: false });
    change(entry, { answer, phase: "ended", disconnected: false });
    pause(entry);
    options.onEnd(runId, answer.end);
  }

  function read(runId: string, entry: Entry): void {
    if (entry.reading || !entry.followers || entry.run.phase !== "watching") return;
    entry.reading = options.watch(runId, entry.run.answer.number, {
      onEvents(event) {
        entry.pending.push(event);
        entry.flush ??= setTimeout(() => flush(runId, entry), entry.run.answer.number === 0 ? 0 : flushMs);
      },
      onConnection(open) {
        if (entry.run.disconnected === open) change(entry, { disconnected: !open });
      },
      onRefused(problem) {
        pause(entry);
        change(entry, { phase: "ended", problem });
      },
      onClosed() {
        flush(runId, entry);
        if (entry.run.phase !== "watching") return;
        entry.reading = undefined;
        entry.again = setTimeout(() => read(runId, entry), watchAgainMs);
      },
    });
  }

  function pause(entry: Entry): void {
    clearTimeout(entry.again);
    const { reading } = entry;
    entry.reading = undefined;
    reading?.unsubscribe();
  }

  async function send(question: Question): Promise<void> {
    const entry = entryOf(question.runId);
    entry.question = question;
    change(entry, { phase: "sending", problem: null });
    try {
      await options.send(question);
    } catch (error) {
      change(entry, { phase: "unsent", problem: options.problemOf(error), stopping: false });
      return;
    }
    change(entry, { phase: "watching" });
    read(question.runId, entry);
    if (entry.run.stopping) await stop(question.runId);
  }

  async function stop(runId: string): Promise<void> {
    const entry = entryOf(runId);
    change(entry, { stopping: true });
    if (entry.run.phase !== "watching") return;
    try {
      await options.stop(runId);
    } catch (error) {
      change(entry, { stopping: false, problem: options.problemOf(error) });
    }
  }

  return {
    /** Sends a question. Its run can be followed at once; a question that could not be sent stays, to be sent again. */
    ask: send,

    /** Sends a question again that could not be sent, as the same run. */
    async askAgain(runId: string): Promise<void> {
      const question = entries.get(runId)?.question;
      if (question) await send(question);
    },

    /** Asks the desk to stop writing. What was written so far is kept; the run ends when the desk says so. */
    stop,

    /** Reads along until the returned function is called. */
    follow(runId: string): () => void {
      const entry = entryOf(runId);
      entry.followers += 1;
      read(runId, entry);
      return () => {
        entry.followers -= 1;
        if (entry.followers) return;
        pause(entry);
        clearTimeout(entry.flush);
        entry.flush = undefined;
        if (entry.run.phase === "watching" || entry.run.phase === "ended") entries.delete(runId);
      };
    },

    /** Reads again after the desk refused, from where it was. */
    watchAgain(runId: string): void {
      const entry = entryOf(runId);
      change(entry, { phase: "watching", problem: null });
      read(runId, entry);
    },

    subscribe(runId: string, listener: () => void): () => void {
      const { listeners } = entryOf(runId);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    get(runId: string): LiveRun {
      return entryOf(runId).run;
    },

    find(runId: string): LiveRun | undefined {
      return entries.get(runId)?.run;
    },
  };
}
