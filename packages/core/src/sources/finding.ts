import type { Readable } from "node:stream";
import type { Hint } from "./source.sql.ts";

/** What a run learns of one page or file. */
export type Finding = { address: string; /** How many are known of and not looked at yet. */ waiting: number } & (
  | { type: "content"; content: Content }
  /** The server says that it is as it was. */
  | { type: "same" }
  /** It is not there any more, and whoever keeps it says so. */
  | { type: "gone" }
  | { type: "failed"; code: string }
);

export interface Content {
  name: string;
  hint: Hint;
  links: string[];
  open: () => Uint8Array | Readable;
}

/** What earlier runs brought, by address. */
export type Known = ReadonlyMap<string, KnownItem>;

export interface KnownItem {
  hint: Hint;
  links: string[];
}

/** Ends a run as a whole: whatever it did not look at stays as it was. */
export class SyncError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = "SyncError";
    this.code = code;
  }
}
