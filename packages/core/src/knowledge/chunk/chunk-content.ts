import { PublicError } from "../../error.ts";
import { clean } from "../ingest/split.ts";

const textLengthMax = 12_000;
const questionLengthMax = 2_000;
const headingsMax = 12;
const headingLengthMax = 300;

/** What of a chunk can be edited. */
export interface Content {
  text: string;
  /** Of a row of questions and answers alone. */
  question: string | null;
  headings: string[];
}

/** What is absent stays as it is. */
export interface Written {
  text: string;
  question?: string | undefined;
  headings?: readonly string[] | undefined;
}

/** What somebody wrote in place of a chunk, cleaned. Throws for what is empty or too long. */
export function checked(chunk: Content & { kind: "passage" | "question" }, input: Written): Content {
  const text = clean(input.text).trim();
  if (!text) throw new PublicError("invalid", "chunk.text_empty", emptyText);
  if (text.length > textLengthMax) throw tooLong("chunk.text_too_long", "passage", text.length, textLengthMax);
  const question = chunk.kind === "question" ? clean(input.question ?? chunk.question ?? "").trim() : null;
  if (question === "") throw new PublicError("invalid", "chunk.question_empty", emptyQuestion);
  if (question && question.length > questionLengthMax && question !== chunk.question)
    throw tooLong("chunk.question_too_long", "question", question.length, questionLengthMax);
  return { text, question, headings: input.headings ? checkedHeadings(input.headings) : chunk.headings };
}

function checkedHeadings(given: readonly string[]): string[] {
  const headings = given.map((heading) => clean(heading).replace(/\s+/g, " ").trim()).filter(Boolean);
  if (headings.length <= headingsMax && headings.every(({ length }) => length <= headingLengthMax)) return headings;
  const message = `A passage can stand under ${headingsMax} headings of ${headingLengthMax} characters each. Shorten them.`;
  throw new PublicError("invalid", "chunk.headings_too_long", message);
}

const emptyText = "A passage cannot be empty. To keep it out of answers, switch it off.";
const emptyQuestion = "A question cannot be empty. To keep it out of answers, switch the passage off.";

function tooLong(code: string, what: string, length: number, most: number): PublicError {
  const [is, may] = [length.toLocaleString("en"), most.toLocaleString("en")];
  return new PublicError("invalid", code, `The ${what} has ${is} characters; up to ${may} are kept. Shorten it.`);
}
