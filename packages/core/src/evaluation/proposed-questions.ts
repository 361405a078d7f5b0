import { z } from "zod";
import { objectsIn } from "../models/objects-in.ts";
import type { Row } from "./label-file.ts";

const Written = z.object({
  answer: z.array(z.unknown()).catch([]),
  refuse: z.array(z.unknown()).catch([]),
});

const questionLength = { min: 4, max: 400 };
const perKindMax = 4;

/** The questions in what a model wrote: of the first object that has some, whatever looks like a question. */
export function readProposals(text: string): Row[] {
  for (const candidate of objectsIn(text)) {
    const written = Written.safeParse(candidate).data;
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
