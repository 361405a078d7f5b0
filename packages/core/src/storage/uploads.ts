import type { Readable } from "node:stream";

/** A file on its way into the store by a road of its own, in parts. */
export interface Begun {
  key: string;
  /** What the store calls it. */
  id: string;
  partBytes: number;
  parts: number;
}

/** Takes files straight from a browser, for stores that can; a desk without it takes them by itself. */
export interface Uploads {
  /** Largest file taken. */
  readonly bytesMax: number;
  begin(key: string, bytes: number): Promise<Begun>;
  /**
   * Addresses that take these parts (from 1) by PUT for an hour, each as often as wanted: what breaks off is sent again.
   * The header `ETag` of each answer is what `complete` needs.
   */
  addresses(begun: Begun, parts: readonly number[]): Promise<string[]>;
  /** Puts the file together from what came. Throws `upload.incomplete` when a part is missing or another one came. */
  complete(begun: Begun, tags: readonly string[]): Promise<void>;
  /** Takes away what came, put together or not. */
  discard(begun: Begun): Promise<void>;
  open(begun: Begun): Promise<Readable>;
}
