import type { Extraction } from "../extractor.ts";

/** What passes between the desk and a process that reads files. */
export interface Request {
  path: string;
  name: string;
}

export type Reply = Outcome & {
  /** Memory that the process holds afterwards. */
  residentBytes: number;
};

export type Outcome = { extraction: Extraction } | Failure;

/** Either meant for people, or a reason for whoever looks into it. */
export type Failure = { code: string; message: string } | { reason: string };
