import type { Pooling } from "../model-family.ts";

/** What passes between the desk and a process that runs a model. */
export type Request = { id: number } & Task;

export type Task =
  | { type: "embed"; texts: readonly string[]; pooling: Pooling }
  | { type: "score"; question: string; texts: readonly string[] };

/** One row of `width` numbers per text. */
export interface Table {
  numbers: Float32Array;
  width: number;
}

export type Reply = { id: number } & (Table | Failure);

/** The second half of an error's code and what to tell people, or a reason for whoever looks into it. */
export type Failure = { problem: string; message: string } | { reason: string };
