import type { z } from "zod";
import type { Role } from "../users/role.ts";

/** One setting of a company: what is stored where the company decided it, and what holds where it did not. */
export interface Definition<Stored, Value = Stored> {
  /** Its shape. Loose in its lengths: what people type wrong is told by `refuse`. */
  schema: z.ZodType<Stored>;
  default: Value;
  /** Who may change it. */
  role: Role;
  /** Changed where its file is taken in, and never by a value that somebody sends. */
  byUpload?: true;
  /** As it is stored; nothing when what was given says to go back to the default. */
  tidy(given: Stored): Stored | null;
  /** Throws what a person is told of a value that does not fit. */
  refuse(given: Stored): void;
  /** What holds when this is stored. */
  complete(stored: Stored): Value;
}

/** A setting whose value is stored as it is. */
export function plain<Value>(
  schema: z.ZodType<Value>,
  preset: Value,
  more: Partial<Omit<Definition<Value>, "schema" | "default">> = {},
): Definition<Value> {
  return {
    schema,
    default: preset,
    role: "admin",
    tidy: (given) => given,
    refuse() {},
    complete: (stored) => stored,
    ...more,
  };
}
