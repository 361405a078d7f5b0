import { createHash } from "node:crypto";

/** The name under which a document's category is filtered by; its value is the category's id. */
export const categoryName = "category";

/**
 * What the index holds of something that can be filtered by: 16 hex digits that stand for a name and a value, the same
 * for every spelling of them that people take for the same.
 */
export function tagTerm(name: string, value: string): string {
  return createHash("sha256")
    .update(`${normal(name)}\n${normal(value)}`)
    .digest("hex")
    .slice(0, 16);
}

/** The tags of a row of questions and answers: one per further column. */
export function tagsOf(metadata: Record<string, string> | null | undefined): string[] {
  return Object.entries(metadata ?? {}).map(([name, value]) => tagTerm(name, value));
}

function normal(text: string): string {
  return text.toWellFormed().normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}
