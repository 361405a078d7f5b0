import type * as LanceDb from "@lancedb/lancedb";
import type * as Arrow from "apache-arrow";
import { z } from "zod";
import { checkAccess, checkChunkId, checkId, checkTag } from "../ids.ts";
import type { IndexHit, IndexRow, Label, LexicalRoute, Route, VectorRoute } from "../search-index.ts";

/** `versionId IN ('a', 'b')`. The list must not be empty: the engine has no empty IN. */
export function ofVersions(ids: readonly string[]): string {
  return `versionId IN (${ids.map((id) => `'${checkId(id)}'`).join(", ")})`;
}

/** `chunkId IN ('a', 'b')`. The list must not be empty. */
export function ofChunks(ids: readonly string[]): string {
  return `chunkId IN (${ids.map((id) => `'${checkChunkId(id)}'`).join(", ")})`;
}

/** Tags in one column, each between bars: a term of fixed length can then be looked for as it stands. */
export function tagList(terms: readonly string[]): string {
  return terms.length > 0 ? `|${terms.map(checkTag).join("|")}|` : "";
}

/** The rows that may be found under these access terms, with at least one tag of each list. The first must not be empty. */
export function findable(access: readonly string[], having: readonly (readonly string[])[] = []): string {
  const open = `live = 1 AND access IN (${access.map((term) => `'${checkAccess(term)}'`).join(", ")})`;
  return [open, ...having.map(hasOneOf)].join(" AND ");
}

function hasOneOf(terms: readonly string[]): string {
  const holds = terms.flatMap((term) => ["labels", "tags"].map((column) => `${column} LIKE '%|${checkTag(term)}|%'`));
  return holds.length > 0 ? `(${holds.join(" OR ")})` : "false";
}

export function schemaOf(arrow: typeof Arrow, dimensions: number | undefined): Arrow.Schema {
  const text = (name: string, nullable = false) => new arrow.Field(name, new arrow.Utf8(), nullable);
  const fields: Arrow.Field[] = [
    text("chunkId"),
    // empty for the chunk's own row
    text("trigger"),
    text("versionId"),
    text("documentId"),
    text("access"),
    text("labels"),
    text("tags"),
    // 0 until the version is complete: hidden rows are found by nobody
    new arrow.Field("live", new arrow.Int8(), false),
    text("terms", true),
    text("questionTerms", true),
  ];
  if (dimensions) {
    const item = new arrow.Field("item", new arrow.Float32(), true);
    const list = new arrow.FixedSizeList(dimensions, item);
    for (const column of Object.values(vectorColumn)) fields.push(new arrow.Field(column, list, true));
  }
  return new arrow.Schema(fields);
}

export function recordOf(row: IndexRow, dimensions: number | undefined, shown: boolean): Record<string, unknown> {
  const record = {
    chunkId: row.chunkId,
    trigger: row.trigger ?? "",
    versionId: checkId(row.versionId),
    documentId: checkId(row.documentId),
    ...labelRecord(row),
    tags: tagList(row.tags),
    live: shown ? 1 : 0,
    terms: row.terms ?? null,
    questionTerms: row.questionTerms ?? null,
  };
  if (!dimensions) return record;
  const list = (vector: Float32Array | undefined) => (vector ? Array.from(vector) : null);
  return { ...record, vector: list(row.vector), questionVector: list(row.questionVector) };
}

export function labelRecord({ access, labels }: Label): { access: string; labels: string } {
  return { access: checkAccess(access), labels: tagList(labels) };
}

export const termsColumn = {
  "lexical-passage": "terms",
  "lexical-question": "questionTerms",
} as const satisfies Record<LexicalRoute, string>;

export type TermsColumn = (typeof termsColumn)[LexicalRoute];

export const vectorColumn = {
  "vector-passage": "vector",
  "vector-question": "questionVector",
} as const satisfies Record<VectorRoute, string>;

export type VectorColumn = (typeof vectorColumn)[VectorRoute];

export const scoreColumn = {
  "lexical-passage": "_score",
  "lexical-question": "_score",
  "vector-passage": "_distance",
  "vector-question": "_distance",
} satisfies Record<Route, string>;

const Found = z.object({
  chunkId: z.string(),
  trigger: z.string(),
  versionId: z.string(),
  documentId: z.string(),
  _score: z.number().optional(),
  _distance: z.number().optional(),
});

/** BM25 scores as they are; a cosine distance becomes a cosine. */
export function hitFrom(row: unknown): IndexHit {
  const { _score, _distance, trigger, ...ids } = Found.parse(row);
  return { ...ids, ...(trigger && { trigger }), score: _score ?? 1 - (_distance ?? 1) };
}

const Named = z.object({ chunkId: z.string() });
const sampledAtOnce = 50;

/** Rows with a vector, in runs from all over the table. */
export async function sampleOf(table: LanceDb.Table, column: VectorColumn, most: number) {
  const filter = `live = 1 AND ${column} IS NOT NULL`;
  const count = await table.countRows(filter);
  const runs = Math.ceil(Math.min(most, count) / sampledAtOnce);
  const sample: { chunkId: string; vector: Float32Array }[] = [];
  for (let run = 0; run < runs; run++) {
    const from = Math.floor((run * count) / runs);
    const next = Math.floor(((run + 1) * count) / runs);
    const rows: unknown[] = await table
      .query()
      .where(filter)
      .select(["chunkId", column])
      .offset(from)
      .limit(Math.min(sampledAtOnce, next - from, most - sample.length))
      .toArray();
    for (const row of rows) sample.push({ ...Named.parse(row), vector: vectorOf(row, column) });
  }
  return sample;
}

/** The engine hands out vectors as columns of its own. */
function vectorOf(row: unknown, column: VectorColumn): Float32Array {
  const value: unknown = typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined;
  const isColumn = typeof value === "object" && value !== null && "toArray" in value;
  const numbers: unknown = isColumn && typeof value.toArray === "function" ? value.toArray() : undefined;
  if (numbers instanceof Float32Array) return numbers;
  throw new Error(`the search engine gave no vector in ${column}`);
}

const Version = z.object({ versionId: z.string() });

export function countByVersion(rows: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const { versionId } = Version.parse(row);
    counts.set(versionId, (counts.get(versionId) ?? 0) + 1);
  }
  return counts;
}
