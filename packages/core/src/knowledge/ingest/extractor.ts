import type { PublicError } from "../../error.ts";

/** One piece of a document's text, small enough to search and to quote. Pieces in order make up the whole text. */
export interface Piece {
  kind: "passage" | "question";
  /** Path of headings the piece stands under, outermost first. */
  headings: string[];
  /** First page the piece stands on, counted from 1, where the format has pages. */
  page?: number;
  /** Markdown, as shown to people and models. For a question-and-answer row, the answer. */
  text: string;
  /** The question that `text` answers, for rows of question-and-answer files. */
  question?: string;
  /** Further columns of a table of questions, by their names, e.g. {"Region": "China"}. */
  metadata?: Record<string, string>;
}

export interface Extraction {
  /** Title found inside the document, when there is one. */
  title?: string;
  pieces: Piece[];
  /** The text of a file of example sentences, which has no pieces: it teaches the company's intents. */
  examples?: string;
  milliseconds: { extract: number; split: number };
}

/** Which page is recognised next, counted from 1, and of how many where that is known. */
export type OnPage = (page: number, of: number | undefined) => void;

/** Reads a file in a process of its own, with limits on time and memory: no file can take the desk down. */
export interface Extractor {
  /**
   * `name` is the file's given name and decides the format together with the content. Throws an ExtractionError
   * (a PublicError with kind "invalid" and a code beginning with `file.`) for whatever cannot be read, saying what to do.
   * Recognising text in pictures takes seconds a page: with `recognise` false such a file throws NeedsRecognition.
   * `onPage` is called before each page that is recognised.
   */
  extract(
    file: { path: string; name: string },
    signal?: AbortSignal,
    recognise?: boolean,
    onPage?: OnPage,
  ): Promise<Extraction>;
  close(): Promise<void>;
}

/** A file holds pictures of text, and was to be read without recognising them. */
export class NeedsRecognition extends Error {
  constructor() {
    super("This file holds pictures of text.");
  }
}

export type ExtractionError = PublicError & { kind: "invalid" };
