import type { Outputs } from "../app/trpc.ts";

export type Card = Outputs["chunk"]["list"]["items"][number];
export type Leftover = Outputs["chunk"]["leftovers"][number];

/** What somebody is writing in place of a chunk. */
export interface Draft {
  /** The revision that it is written in place of. */
  revision: number;
  text: string;
  question: string;
  /** One in each line. */
  headings: string;
  note: string;
  /** The change of a former version that is put here. */
  leftoverId?: string;
}

export const textLengthMax = 12_000;

export function draftOf(card: Card, leftover?: Leftover): Draft {
  const { text, question, headings } = leftover?.edited ?? card;
  return {
    revision: card.revision,
    text,
    question: question ?? card.question ?? "",
    headings: headings.join("\n"),
    note: "",
    ...(leftover && { leftoverId: leftover.id }),
  };
}

/** The chunk as it will read. */
export function previewOf(card: Card, draft: Draft): Card {
  return {
    ...card,
    text: draft.text,
    question: card.kind === "question" ? draft.question : null,
    headings: headingsOf(draft),
  };
}

export function headingsOf({ headings }: Draft): string[] {
  return headings
    .split("\n")
    .map((heading) => heading.trim())
    .filter(Boolean);
}

/** Whether anything would be lost with the draft. */
export function isChanged(card: Card, draft: Draft): boolean {
  const before = draftOf(card);
  return (["text", "question", "headings", "note"] as const).some((part) => draft[part] !== before[part]);
}
