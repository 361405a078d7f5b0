import { z } from "zod";
import { checkAccess, checkChunkId, checkId, checkTag } from "../ids.ts";
import type { IndexHit, IndexQuery, IndexRow, Label, LexicalRoute, VectorRoute } from "../search-index.ts";

export const termsField = {
  "lexical-passage": "terms",
  "lexical-question": "questionTerms",
} as const satisfies Record<LexicalRoute, string>;

export type TermsField = (typeof termsField)[LexicalRoute];

export const vectorField = {
  "vector-passage": "vector",
  "vector-question": "questionVector",
} as const satisfies Record<VectorRoute, string>;

/** What is looked for. In a hidden row it waits in `held`. */
export const soughtFields = [...Object.values(termsField), ...Object.values(vectorField)];

export interface Stored {
  id: string;
  source: object;
}

/** A row as it is stored. The same chunk and trigger have the same id, so a row is there once. */
export function storedOf(row: IndexRow, hasVectors: boolean, shown: boolean): Stored {
  const sought = {
    ...(row.terms !== undefined && { terms: row.terms }),
    ...(row.questionTerms !== undefined && { questionTerms: row.questionTerms }),
    ...(hasVectors && row.vector && { vector: Array.from(row.vector) }),
    ...(hasVectors && row.questionVector && { questionVector: Array.from(row.questionVector) }),
  };
  const source = {
    chunkId: checkChunkId(row.chunkId),
    ...(row.trigger && { trigger: row.trigger }),
    versionId: checkId(row.versionId),
    documentId: checkId(row.documentId),
    ...labelOf(row),
    tags: row.tags.map(checkTag),
    live: shown,
    ...(shown ? sought : { held: sought }),
  };
  return { id: row.trigger ? `${row.chunkId}~${row.trigger}` : row.chunkId, source };
}

export function labelOf({ access, labels }: Label): { access: string; labels: string[] } {
  return { access: checkAccess(access), labels: labels.map(checkTag) };
}

export function ofVersions(ids: readonly string[]): object {
  return { terms: { versionId: ids.map(checkId) } };
}

export function ofChunks(ids: readonly string[]): object {
  return { terms: { chunkId: ids.map(checkChunkId) } };
}

/** The rows that may be found under these access terms, with at least one tag of each list. */
export function findable(access: readonly string[], having: IndexQuery["having"] = []): object[] {
  return [{ term: { live: true } }, { terms: { access: access.map(checkAccess) } }, ...having.map(hasOneOf)];
}

function hasOneOf(terms: readonly string[]): object {
  const tags = terms.map(checkTag);
  return { bool: { should: [{ terms: { labels: tags } }, { terms: { tags } }], minimum_should_match: 1 } };
}

/** Rows with any of the terms, best first. */
export function holding(field: TermsField, terms: readonly string[]): object {
  // a term given twice would count twice
  return { match: { [field]: { query: [...new Set(terms)].join(" ") } } };
}

export const hitFields = ["chunkId", "trigger", "versionId", "documentId"];

const one = z.tuple([z.string()]);
const Hit = z.object({
  _score: z.number(),
  fields: z.object({ chunkId: one, trigger: one.optional(), versionId: one, documentId: one }),
});

export const Hits = z.object({ hits: z.object({ hits: z.array(Hit) }) });

/** A row that was found, with the score that the scale makes of the engine's. */
export function hitFrom({ _score, fields }: z.output<typeof Hit>, scale: (score: number) => number): IndexHit {
  const [trigger] = fields.trigger ?? [];
  return {
    chunkId: fields.chunkId[0],
    ...(trigger && { trigger }),
    versionId: fields.versionId[0],
    documentId: fields.documentId[0],
    score: scale(_score),
  };
}
