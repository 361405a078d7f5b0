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

/** The tags of what is said about a row or a document: of each value, and of cells with several also of the whole. */
export function tagsOf(metadata: Record<string, string> | null | undefined): string[] {
  const terms = Object.entries(metadata ?? {}).flatMap(([name, cell]) =>
    [cell, ...valuesIn(name, cell)].filter((value) => normal(value)).map((value) => tagTerm(name, value)),
  );
  return [...new Set(terms)];
}

const people = /^(authors?|owners?|creators?|editors?|作者|负责人|创建人|编辑|维护人)$/i;

/** The values that a cell names, such as "China, Japan". A comma within a person's name parts nothing. */
export function valuesIn(name: string, cell: string): string[] {
  const parts = cell.split(people.test(name.trim()) ? /[、;；|\n]/ : /[,，、;；|\n]|\s\/\s/);
  return parts.map((value) => value.trim()).filter(Boolean);
}

/** What is the same for all spellings of a name or a value. */
export function normal(text: string): string {
  return text.toWellFormed().normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}
