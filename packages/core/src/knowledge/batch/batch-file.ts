import { and, asc, count, eq, ilike, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import {
  batchFileStates,
  batchFileTable,
  batchTable,
  documentTable,
  ingestStages,
  ingestTable,
  versionTable,
  type BatchFileState,
  type IngestStage,
} from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { PublicError } from "../../error.ts";
import type { Scope } from "../../scope.ts";
import { readable } from "../access/access.ts";
import { fileState } from "./batch-count.ts";

export const List = z.strictObject({
  id: z.string(),
  states: z.array(z.enum(batchFileStates)).min(1).optional(),
  /** Only those that failed or were refused for this reason. */
  code: z.string().max(100).optional(),
  /** Part of the name or title. */
  text: z.string().trim().max(200).optional(),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(1).max(200).default(30),
});

export interface Info {
  /** What the sender calls it. */
  key: string;
  name: string;
  title: string | null;
  state: BatchFileState;
  /** Null when there is no such document any more, or never was. */
  documentId: string | null;
  /** Where it is, or where it failed. */
  stage: IngestStage | null;
  errorCode: string | null;
  error: string | null;
  bytes: number | null;
  chunks: number;
  stages: Stage[];
}

/** What happened to a file at one stage. */
export interface Stage {
  stage: IngestStage;
  attempts: number;
  outcome: "done" | "failed" | null;
  errorCode: string | null;
  count: number | null;
  /** Of how many pages, while text is recognised and `count` is the page. */
  total: number | null;
  milliseconds: number | null;
}

/** A file as the door accounts for it. */
export type Received = Pick<typeof batchFileTable.$inferInsert, "key" | "name" | "outcome" | "bytes"> & {
  versionId?: string;
  errorCode?: string;
  error?: string;
};

/** Accounts for files of a batch, in one step with whatever adds them. What is sent again is counted once. */
export async function receive(scope: Scope, batchId: string, files: readonly Received[]): Promise<void> {
  const rows = [...new Map(files.map((file) => [file.key, { ...file, batchId }])).values()];
  const { outcome, versionId } = batchFileTable;
  const kept = await scope.db
    .insert(batchFileTable)
    .values(rows)
    .onConflictDoUpdate({
      target: [batchFileTable.batchId, batchFileTable.key],
      set: {
        name: sql`excluded.name`,
        bytes: sql`excluded.bytes`,
        // its answer was lost, and what it added is there already
        outcome: sql`case when ${versionId} = excluded.version_id then ${outcome} else excluded.outcome end`,
        versionId: sql`excluded.version_id`,
        errorCode: sql`excluded.error_code`,
        error: sql`excluded.error`,
      },
      // it arrived, whatever its sender believes
      setWhere: sql`${versionId} is null or excluded.outcome <> 'refused'`,
    })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  const more = kept.filter(({ isNew }) => isNew).length;
  const { received, expected } = batchTable;
  await scope.db
    .update(batchTable)
    .set({
      received: sql`${received} + ${more}`,
      expected: sql`greatest(${expected}, case when ${expected} is null then null else ${received} + ${more} end)`,
      state: sql`case when ${batchTable.state} = 'complete' then 'running' else ${batchTable.state} end`,
      finishedAt: null,
      counts: null,
    })
    .where(eq(batchTable.id, batchId));
}

/** Accounts for files that were not taken in, with the reason. */
export async function refuse(
  scope: Scope,
  batchId: string,
  files: readonly { key: string; name: string; bytes: number | null }[],
  { code, message }: Pick<PublicError, "code" | "message">,
): Promise<void> {
  const rows = files.map((file) => ({ ...file, outcome: "refused" as const, errorCode: code, error: message }));
  await inTransaction(scope, (scope) => receive(scope, batchId, rows));
}

/** Whatever the names of removed documents tell is forgotten with them, also where a batch is called after one. */
export async function forget(scope: Pick<Scope, "db">, versionIds: readonly string[]): Promise<void> {
  const { batchId, name, versionId } = batchFileTable;
  const called = scope.db
    .select({ id: batchTable.id })
    .from(batchFileTable)
    .innerJoin(batchTable, eq(batchTable.id, batchId))
    .where(
      and(
        inArray(versionId, [...versionIds]),
        sql`(strpos(${batchTable.name}, regexp_replace(${name}, '^.*/', '')) > 0 or ${batchTable.name} = left(${name}, 200))`,
      ),
    );
  await scope.db.update(batchTable).set({ name: "" }).where(inArray(batchTable.id, called));
  await scope.db
    .update(batchFileTable)
    .set({ key: sql`${batchFileTable.versionId}`, name: "", errorCode: null, error: null, versionId: null })
    .where(inArray(batchFileTable.versionId, [...versionIds]));
}

/** One page of the files of a batch by name, as far as the actor may read them; whether they may see the batch is for the caller. */
export async function list(scope: Scope, input: z.infer<typeof List>): Promise<{ items: Info[]; total: number }> {
  const where = await matching(scope, input);
  const rows = await scope.db
    .select({
      key: batchFileTable.key,
      name: batchFileTable.name,
      title: documentTable.title,
      state: fileState,
      documentId: documentTable.id,
      versionId: versionTable.id,
      stage: versionTable.stage,
      errorCode,
      error: sql<string | null>`coalesce(${versionTable.error}, ${batchFileTable.error})`,
      bytes: batchFileTable.bytes,
      chunks: versionTable.chunks,
      // with the rows, since the joins are most of the work
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(batchFileTable)
    .leftJoin(versionTable, eq(versionTable.id, batchFileTable.versionId))
    .leftJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(where)
    .orderBy(asc(batchFileTable.name), asc(batchFileTable.key))
    .limit(input.pageSize)
    .offset((input.page - 1) * input.pageSize);
  const items = await withStages(scope, rows);
  return { items, total: rows[0]?.total ?? (await howMany(scope, where)) };
}

/** For a page after the last one, which has no row to say it. */
async function howMany(scope: Scope, where: SQL | undefined): Promise<number> {
  const [total] = await scope.db
    .select({ n: count() })
    .from(batchFileTable)
    .leftJoin(versionTable, eq(versionTable.id, batchFileTable.versionId))
    .leftJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(where);
  return total?.n ?? 0;
}

/** Why files of a batch failed or were refused, most frequent first, as far as the actor may read them. */
export async function reasons(scope: Scope, id: string): Promise<{ code: string; count: number }[]> {
  const rows = await scope.db
    .select({ code: sql<string>`coalesce(${errorCode}, 'unknown')`, count: count() })
    .from(batchFileTable)
    .leftJoin(versionTable, eq(versionTable.id, batchFileTable.versionId))
    .leftJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(await matching(scope, { id, states: ["failed", "refused"] }))
    .groupBy(sql`1`);
  return rows.toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

const errorCode = sql<string | null>`coalesce(${versionTable.errorCode}, ${batchFileTable.errorCode})`;

interface Row extends Omit<Info, "stages" | "chunks"> {
  versionId: string | null;
  chunks: number | null;
  total: number;
}

async function withStages(scope: Scope, rows: readonly Row[]): Promise<Info[]> {
  const ids = rows.flatMap(({ versionId }) => (versionId === null ? [] : [versionId]));
  const stages = ids.length ? await scope.db.select().from(ingestTable).where(inArray(ingestTable.versionId, ids)) : [];
  const byVersion = Map.groupBy(stages, ({ versionId }) => versionId);
  return rows.map((row) => {
    const { versionId, chunks, total: _total, ...info } = row;
    const own = byVersion.get(versionId ?? "") ?? [];
    return {
      ...info,
      ...(row.state === "removed" && { key: "", name: "", title: null, documentId: null }),
      chunks: row.state === "searchable" || row.state === "unchanged" ? (chunks ?? 0) : 0,
      stages: own.map(stageOf).toSorted((a, b) => ingestStages.indexOf(a.stage) - ingestStages.indexOf(b.stage)),
    };
  });
}

function stageOf(row: typeof ingestTable.$inferSelect): Stage {
  const { stage, attempts, outcome, errorCode, count, total, milliseconds } = row;
  return { stage, attempts, outcome, errorCode, count, total, milliseconds };
}

async function matching(scope: Scope, input: Pick<z.infer<typeof List>, "id" | "states" | "code" | "text">) {
  const { access } = await readable(scope);
  return and(
    eq(batchFileTable.batchId, input.id),
    or(isNull(documentTable.id), inArray(documentTable.access, access)),
    input.states && inArray(fileState, input.states),
    input.code === undefined ? undefined : eq(errorCode, input.code),
    input.text ? containing(input.text) : undefined,
  );
}

function containing(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return or(ilike(batchFileTable.name, pattern), ilike(documentTable.title, pattern));
}
