import { z } from "zod";
import type { Row } from "./label-file.ts";

const Written = z.object({
  answer: z.array(z.unknown()).catch([]),
  refuse: z.array(z.unknown()).catch([]),
});

const questionLength = { min: 4, max: 400 };
const perKindMax = 4;

/**
 * The questions in what a model wrote. Models put words around their JSON, fence it, leave a comma at the end or break
 * off: whatever whole object stands there is taken, and of it whatever looks like a question.
 */
export function readProposals(text: string): Row[] {
  for (const candidate of objectsIn(text)) {
    const written = Written.safeParse(parsed(candidate)).data;
    if (!written) continue;
    const of = (expected: Row["expected"]) =>
      written[expected]
        .flatMap((one) => questionIn(one))
        .slice(0, perKindMax)
        .map((question) => ({ question, expected }));
    const rows = [...of("answer"), ...of("refuse")];
    if (rows.length > 0) return rows;
  }
  return [];
}

function questionIn(value: unknown): string[] {
  const said = typeof value === "object" && value !== null && "question" in value ? value.question : value;
  if (typeof said !== "string") return [];
  const question = said.replace(/\s+/g, " ").trim();
  return question.length >= questionLength.min && question.length <= questionLength.max ? [question] : [];
}

/** Pieces that begin and end with matching braces, outermost first. */
function* objectsIn(text: string): Generator<string> {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const end = closing(text, start);
    if (end > 0) yield text.slice(start, end + 1);
  }
}

function closing(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth++;
    else if (!quoted && character === "}" && --depth === 0) return at;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*([\]}])/g, "$1"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
