import { documentTable } from "../db/schema.ts";
import { documentsIn, readable } from "../knowledge/access/access.ts";
import type { Scope } from "../scope.ts";
import { languageOf } from "./refusal.ts";
import type { Outcome } from "./run-event.ts";

/** An answer that was given, with its question. */
export interface Given {
  question: string;
  outcome: Outcome | null;
}

const withheld = {
  zh: "这个回答依据的文档已被删除，或者您已无权阅读，因此不再显示。您可以重新提问。",
  en: "This answer stood on documents that were deleted or that you may not read any more, so it is not shown. You can ask again.",
};

/**
 * Answers as the reader may see them today. Sources that were deleted, or are not for this reader any more, are left out,
 * and so is the text of an answer that stood on one; `hidden` tells so.
 */
export async function withhold<One extends Given>(
  scope: Pick<Scope, "db" | "actor">,
  given: readonly One[],
): Promise<(One & { hidden: boolean })[]> {
  const named = new Set(given.flatMap(({ outcome }) => outcome?.sources.map(({ documentId }) => documentId) ?? []));
  const open = new Set(await openOf(scope, [...named]));
  return given.map((one) => {
    const { outcome } = one;
    return outcome
      ? { ...one, ...reduced(one.question, outcome, (id) => open.has(id)) }
      : { ...one, outcome, hidden: false };
  });
}

/** What is left of an answer for somebody who may read only these documents. */
export function reduced(
  question: string,
  outcome: Outcome,
  isOpen: (documentId: string) => boolean,
): { outcome: Outcome; hidden: boolean } {
  if (outcome.withheld) return { outcome, hidden: true };
  const sources = outcome.sources.filter(({ documentId }) => isOpen(documentId));
  if (sources.length === outcome.sources.length) return { outcome, hidden: false };
  const cited = outcome.sources.filter((source) => source.cited);
  const standsOn = cited.length || outcome.tier === "refused" ? cited : outcome.sources;
  if (standsOn.every(({ documentId }) => isOpen(documentId)))
    return { outcome: { ...outcome, sources }, hidden: false };
  return { outcome: emptied(question, outcome), hidden: true };
}

/** The answer without anything of what it said. */
export function emptied(question: string, outcome: Outcome): Outcome {
  const { unsupported: _, ...rest } = outcome;
  return { ...rest, text: withheld[languageOf(question)], sources: [] };
}

async function openOf(scope: Pick<Scope, "db" | "actor">, documentIds: readonly string[]): Promise<string[]> {
  if (!documentIds.length) return [];
  const rows = await scope.db
    .select({ id: documentTable.id })
    .from(documentTable)
    .where(documentsIn(scope, await readable(scope), documentIds));
  return rows.map(({ id }) => id);
}
