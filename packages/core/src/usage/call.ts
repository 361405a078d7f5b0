import type { Stage } from "./stage.ts";

export const callStates = ["waiting", "running", "answered", "stopped", "failed", "lost"] as const;
export type CallState = (typeof callStates)[number];

/** What a call cost. */
export interface Cost {
  /** In millionths of the currency. */
  amount: number;
  /** Such as "USD". */
  currency: string;
}

/** One call of a model as it ended. */
export interface Call {
  stage: Stage;
  model: string;
  tokens: { input: number; output: number; cached?: number };
  /** Absent when the model has no price. */
  cost?: Cost;
  /** The vendor did not say how many tokens it took. */
  estimated?: true;
  state: CallState;
  milliseconds: number;
}

/** What calls of models are put down to. Calls made under a scope that carries one are also listed in it. */
export interface Bill {
  /** The answer that they are made for; null when it is none that is kept. */
  runId: string | null;
  /** Who it is for, where that is not the actor. */
  userId?: string | null;
  /** The libraries whose passages go into them, as soon as that is known. */
  libraryIds: string[];
  calls: Call[];
}
