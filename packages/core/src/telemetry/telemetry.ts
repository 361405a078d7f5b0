import type { Call } from "../usage/call.ts";

/** Tells those who watch the whole house how the desk's answers went. It never throws, and nobody waits for it. */
export interface Telemetry {
  answered(run: AnsweredRun): void;
  /** Sends what is not sent yet, as far as somebody takes it in a moment, before the process is put to sleep. */
  flush(): Promise<void>;
  /** The same, for good. */
  close(): Promise<void>;
}

/** An answer that has ended. Moments are milliseconds since 1970. */
export interface AnsweredRun {
  runId: string;
  companyId: string;
  /** What asked for it, as W3C `traceparent`. */
  caller: string | undefined;
  start: number;
  end: number;
  state: "finished" | "stopped" | "failed";
  errorCode?: string | undefined;
  /** How sure it was. */
  tier: string;
  intent?: string | undefined;
  model: string;
  degraded?: string | undefined;
  firstMs: number | null;
  stages: readonly TimedStage[];
  calls: readonly TimedCall[];
  /** Not passed on unless the desk is told to. */
  question: string;
  answer: string;
}

/** A stage under the name that the trace gives it. */
export interface TimedStage {
  name: string;
  start: number;
  end: number;
  failed: boolean;
}

/** A call of a model. */
export interface TimedCall extends Call {
  /** Who runs the model, as the catalogue says. */
  provider: string | undefined;
  end: number;
}
