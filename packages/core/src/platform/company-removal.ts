import { and, eq, getTableColumns, is, isNotNull, like } from "drizzle-orm";
import { getTableConfig, PgTable, type PgColumn as Column } from "drizzle-orm/pg-core";
import * as schema from "../db/schema.ts";
import { loggedRuns } from "../chat/logged-runs.ts";
import { stopAnswersOfCompany } from "../chat/stop-person.ts";
import * as Generation from "../knowledge/index/generation-row.ts";
import { forCompany, type Scope } from "../scope.ts";

const { auditTable, companyTable, documentTable, generationTable, runTable } = schema;

/**
 * Takes away all that a deleted company had: index rows first, then files, then its rows in every table that there is,
 * the company's own last. Killed at any point it begins anew.
 */
export async function run(scope: Scope, companyId: string): Promise<void> {
  const { db } = scope;
  const [company] = await db
    .select({ id: companyTable.id })
    .from(companyTable)
    .where(and(eq(companyTable.id, companyId), isNotNull(companyTable.removedAt)));
  if (!company) return;
  const own = forCompany(scope, companyId, "remove-company");
  await stopAnswersOfCompany(own);
  // what is being made of its documents at this moment takes its work back
  await db.update(documentTable).set({ removedAt: scope.now() }).where(eq(documentTable.companyId, companyId));
  const generations = await db.select().from(generationTable).where(eq(generationTable.companyId, companyId));
  for (const generation of generations) await scope.index.drop(Generation.spaceOf(generation));
  for (const key of await fileKeys(own, companyId)) await scope.files.remove(key);
  const runs = await loggedRuns(scope, eq(runTable.companyId, companyId));
  await db.transaction(async (db) => {
    for (const { table, companyId: column } of ownedTables()) await db.delete(table).where(eq(column, companyId));
    await db.delete(companyTable).where(eq(companyTable.id, companyId));
    // that a company was deleted stays in the log of whoever did it, its name does not
    await db
      .update(auditTable)
      .set({ details: {} })
      .where(and(eq(auditTable.subject, companyId), like(auditTable.action, "company.%")));
  });
  await scope.runLog.forget(runs);
}

/** Takes up removals that the end of the process broke off. */
export async function recover(scope: Scope): Promise<void> {
  const rows = await scope.db
    .select({ companyId: companyTable.id })
    .from(companyTable)
    .where(isNotNull(companyTable.removedAt));
  await scope.queue.send("remove-company", rows);
}

/**
 * Every table with a company's id in it, so ordered that nothing is deleted while another row points at it. What has none
 * goes with the row that it belongs to.
 */
export function ownedTables() {
  const owned = Object.values<unknown>(schema).flatMap((table) => {
    if (!is(table, PgTable)) return [];
    const { companyId, fileKey } = getTableColumns(table) as Partial<Record<string, Column>>;
    return companyId ? [{ table, companyId, fileKey, ...getTableConfig(table) }] : [];
  });
  const ordered: typeof owned = [];
  while (owned.length) {
    const held = new Set(owned.flatMap(({ name, foreignKeys }) => foreignKeys.flatMap((key) => holds(key, name))));
    const next = owned.findIndex(({ name }) => !held.has(name));
    ordered.push(...owned.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

/** The table whose rows cannot go while a row of `name` points at them. */
function holds(key: ReturnType<typeof getTableConfig>["foreignKeys"][number], name: string): string[] {
  const to = getTableConfig(key.reference().foreignTable).name;
  return key.onDelete === "cascade" || key.onDelete === "set null" || to === name ? [] : [to];
}

/** What any table says of the company's files, under the name that all of them use for it. */
async function fileKeys({ db }: Scope, companyId: string): Promise<string[]> {
  const keys: string[] = [];
  for (const { table, companyId: column, fileKey } of ownedTables()) {
    if (!fileKey) continue;
    const rows = await db.select({ key: fileKey }).from(table).where(eq(column, companyId));
    keys.push(...rows.flatMap(({ key }) => (typeof key === "string" && key) || []));
  }
  return keys;
}
