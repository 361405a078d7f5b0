import type { Extraction } from "../ingest/extractor.ts";

/** What passes between the desk and a process that reads files. */
export interface Request {
  path: string;
  name: string;
}

export type Reply = Outcome & {
  /** Memory that the process holds afterwards. */
  residentBytes: number;
};

/** A file may need recognition of text, which only some readers have. */
export type Outcome = { extraction: Extraction } | { needsOcr: true } | Failure;

/** Sent while a file is read, before each of its pages that is recognised: the first, the second, of how many if that is known. */
export interface Progress {
  page: number;
  of?: number | undefined;
}

/** Either meant for people, or a reason for whoever looks into it. */
export type Failure = { code: string; message: string } | { reason: string };
