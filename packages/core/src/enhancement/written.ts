import { z } from "zod";
import { cost } from "../knowledge/text/cost.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { objectsIn } from "../models/objects-in.ts";
import type { Wanted } from "./prompts/writing.ts";

/** What a model wrote for a chunk. */
export interface Written {
  questions: string[];
  summary?: string;
}

export const lengths = {
  question: { min: 4, max: 400 },
  summary: { min: 20, max: 2_000 },
};

/** One question for each stretch of about forty tokens, see cost.ts: four Latin letters make a token. */
const questionCost = 160;
const questionsMax = { passage: 5, answer: 10 };
/** A text shorter than this says in itself all that a summary could. */
const summaryCost = 800;

/** How much is worth writing for a chunk. */
export function wantedFor({ text, question }: { text: string; question: string | null }): Wanted {
  const size = cost(text);
  const most = question === null ? questionsMax.passage : questionsMax.answer;
  return { questions: Math.min(most, Math.ceil(size / questionCost)), summary: size >= summaryCost };
}

const Answer = z.object({
  questions: z.array(z.unknown()).catch([]),
  summary: z.unknown().optional(),
});

/** What of a model's answer can be used: the first object with something in it, else lines that are questions. */
export function read(text: string, wanted: Wanted): Written {
  for (const candidate of objectsIn(text)) {
    const answer = Answer.safeParse(candidate).data;
    if (!answer) continue;
    const questions = answer.questions.flatMap((one) => questionIn(one)).slice(0, wanted.questions);
    const summary = wanted.summary ? fitting(answer.summary, lengths.summary) : undefined;
    if (questions.length > 0 || summary) return { questions, ...(summary && { summary }) };
  }
  return { questions: questionLines(text).slice(0, wanted.questions) };
}

/** Models that do not write JSON write lists: and an object that breaks off has whole lines too. */
function questionLines(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const bare = line
      .replace(/^[\s\-*•"'“「\d.、)(:：[{]+/, "")
      .replace(/[\s*"'”」,\]}]+$/, "")
      .replace(/^questions?\W+/i, "");
    return /[?？]$/.test(bare) ? questionIn(bare) : [];
  });
}

function questionIn(value: unknown): string[] {
  const said = typeof value === "object" && value !== null && "question" in value ? value.question : value;
  const question = fitting(said, lengths.question);
  return question === undefined ? [] : [question];
}

function fitting(value: unknown, { min, max }: { min: number; max: number }): string | undefined {
  const text = tidy(value);
  return text.length >= min && text.length <= max ? text : undefined;
}

/** On one line, without what no reader can see. */
export function tidy(value: unknown): string {
  return typeof value === "string" ? clean(value).replace(/\s+/g, " ").trim() : "";
}
