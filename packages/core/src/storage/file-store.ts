import type { Readable } from "node:stream";

/** Keeps original files under keys that Docent makes up; a key is never a name somebody typed. */
export interface FileStore {
  /** Stores all of `content` or nothing: a reader never sees half a file. Replaces what was there. */
  put(key: string, content: Readable | Uint8Array): Promise<void>;
  /** Opens the file for reading. Throws a PublicError `file.not_found` when there is none. */
  open(key: string): Promise<Readable>;
  /** An address that gives the file to whoever has it, under this name and for minutes, in stores that can. */
  address?(key: string, name: string): Promise<string>;
  /** Gives `work` a path on the local disk that holds the file for as long as `work` runs. */
  withPath<T>(key: string, work: (path: string) => Promise<T>): Promise<T>;
  /** Removes the file; removing what is not there is fine. */
  remove(key: string): Promise<void>;
  /** Removes every file but these, and what writes that were broken off left. To be called while nothing is being written. */
  sweep(kept: ReadonlySet<string>): Promise<void>;
}
