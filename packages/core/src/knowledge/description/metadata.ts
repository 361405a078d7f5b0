import { z } from "zod";
import { PublicError } from "../../error.ts";
import { categoryName, normal, tagsOf, tagTerm } from "../index/tag.ts";
import { clean } from "../ingest/split.ts";

/** What is said about a document or a row of a table, by name, e.g. {"Region": "China"}. */
export type Metadata = Record<string, string>;

const nameLengthMax = 60;
const valueLengthMax = 200;
/** So many values can be said about one document. */
const namesMax = 30;

export const Name = z.string().transform(oneLine).pipe(z.string().min(1).max(nameLengthMax));
/** Several values of one name stand in it as in a cell of a table: "China, Japan". */
export const Value = z.string().transform(oneLine).pipe(z.string().min(1).max(valueLengthMax));

/** Values by name to be set, and null for those to be taken away. */
export const Changes = z.record(Name, Value.nullable());

/** With these changes; a name counts once however it is spelt. Throws `metadata.too_many`. */
export function changed(metadata: Metadata, changes: z.infer<typeof Changes>): Metadata {
  const out = new Set(Object.keys(changes).map(normal));
  const kept = Object.entries(metadata).filter(([name]) => !out.has(normal(name)));
  const set = Object.entries(changes).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  if (kept.length + set.length > namesMax) {
    const message = `At most ${namesMax} values can be said about a document. Take some away first.`;
    throw new PublicError("invalid", "metadata.too_many", message);
  }
  return Object.fromEntries([...kept, ...set]);
}

/** What a document with these can be filtered by. */
export function labelsOf({ categoryId, metadata }: { categoryId: string | null; metadata: Metadata }): string[] {
  const category = categoryId === null ? [] : [tagTerm(categoryName, categoryId)];
  return [...category, ...tagsOf(metadata)].toSorted();
}

/** What is said about a row: by itself, and where it says nothing by its document. */
export function together(document: Metadata, row: Metadata | null): Metadata | null {
  const own = Object.entries(row ?? {}).filter(([, value]) => value.trim());
  const said = new Set(own.map(([name]) => normal(name)));
  const inherited = Object.entries(document).filter(([name]) => !said.has(normal(name)));
  return own.length + inherited.length > 0 ? Object.fromEntries([...own, ...inherited]) : null;
}

const shownMax = 12;
const shownLengthMax = 120;

/** For a line under a passage: whole texts and links are shortened. */
export function inShort(metadata: Metadata | null): Metadata | undefined {
  const shown = Object.entries(metadata ?? {}).slice(0, shownMax);
  if (shown.length === 0) return undefined;
  return Object.fromEntries(
    shown.map(([name, value]) => {
      const text = oneLine(value);
      return [oneLine(name), text.length > shownLengthMax ? `${text.slice(0, shownLengthMax).toWellFormed()}…` : text];
    }),
  );
}

function oneLine(text: string): string {
  return clean(text).normalize("NFC").trim().replace(/\s+/g, " ");
}
