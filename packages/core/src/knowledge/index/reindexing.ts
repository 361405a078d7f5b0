import { and, eq, isNull, ne, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { chunkTable, documentTable, triggerTable, versionTable } from "../../db/schema.ts";
import type { JobData } from "../../jobs/job-queue.ts";
import { forCompany, requireCompany, type Scope } from "../../scope.ts";
import * as Drafts from "./draft.ts";
import * as Generation from "./generation-row.ts";
import { indexRows } from "./index-row.ts";
import * as Remains from "../removal/remains.ts";

type Job = JobData["reindex-chunks"];

/**
 * To be called in the transaction that edits chunks, switches them on or off, or changes what was written for them: sees
 * to it that the index follows. What people read comes from the database and is right at once.
 */
export async function changed(scope: Scope, versionId: string, chunkIds: readonly string[]): Promise<void> {
  await scope.db
    .update(versionTable)
    .set({ edition: sql`${versionTable.edition} + 1`, rows: rowsOf(versionTable.id) })
    .where(eq(versionTable.id, versionId));
  await scope.queue.send("reindex-chunks", [{ companyId: requireCompany(scope), versionId, chunkIds: [...chunkIds] }]);
}

/** How many rows the index must hold of a version, as an expression over its id. */
export function rowsOf(versionId: AnyPgColumn): SQL<number> {
  return sql<number>`(
    select count(*)::int + coalesce(sum((
      select count(*) from ${triggerTable} t where t.chunk_id = c.id and t.state = 'accepted'
    )), 0)::int
    from ${chunkTable} c where c.version_id = ${versionId} and c.off_at is null
  )`;
}

/** Makes the rows of changed chunks anew, in every generation that is searched or being built. Safe to repeat. */
export async function run(scope: Scope, jobs: readonly Job[]): Promise<void> {
  for (const [versionId, own] of Map.groupBy(jobs, (job) => job.versionId)) {
    const [first] = own;
    if (!first) continue;
    const all = own.some(({ chunkIds }) => chunkIds === null);
    const chunkIds = all ? undefined : [...new Set(own.flatMap((job) => job.chunkIds ?? []))];
    await reindex(forCompany(scope, first.companyId, "reindex-chunks"), versionId, chunkIds);
  }
}

/** At a start: versions whose rows were to be made anew when the process ended. */
export async function recover(scope: Scope): Promise<void> {
  const { id, companyId, edition, indexedEdition } = versionTable;
  const stale = await scope.db
    .select({ versionId: id, companyId })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, id))
    .where(ne(edition, indexedEdition));
  await scope.queue.send(
    "reindex-chunks",
    stale.map((version) => ({ ...version, chunkIds: null })),
  );
}

async function reindex(scope: Scope, versionId: string, chunkIds: readonly string[] | undefined): Promise<void> {
  const edition = await shownEdition(scope, versionId);
  if (edition === undefined) return;
  const named = chunkIds ?? (await chunksOf(scope, versionId));
  const drafts = await Drafts.load(scope, [versionId], { chunkIds: named });
  for (const space of await Generation.targets(scope)) {
    const rows = await indexRows(drafts, await Generation.embedder(scope, space));
    await scope.index.replace(space, named, rows, true);
    // replaced or removed while its rows were made: they found nothing there to take away
    if ((await shownEdition(scope, versionId)) === undefined) await scope.index.remove(space, [versionId]);
  }
  await Remains.takeBack(scope, drafts);
  await scope.db
    .update(versionTable)
    .set({ indexedEdition: edition })
    // changed meanwhile: then another job is on its way
    .where(and(eq(versionTable.id, versionId), eq(versionTable.edition, edition)));
}

/** Undefined when searches do not see the version. */
async function shownEdition(scope: Scope, versionId: string): Promise<number | undefined> {
  const [row] = await scope.db
    .select({ edition: versionTable.edition })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, versionTable.id))
    .where(and(eq(versionTable.id, versionId), isNull(documentTable.removedAt)));
  return row?.edition;
}

async function chunksOf(scope: Scope, versionId: string): Promise<string[]> {
  const rows = await scope.db.select({ id: chunkTable.id }).from(chunkTable).where(eq(chunkTable.versionId, versionId));
  return rows.map(({ id }) => id);
}
