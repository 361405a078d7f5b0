import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { count, eq, sql } from "drizzle-orm";
import { openPglite } from "@docent/core/db/open";
import { chunkTable, documentTable, generationTable, ingestTable, versionTable } from "@docent/core/db/schema";
import * as Generation from "@docent/core/knowledge/index/generation-row";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { round } from "./figures.ts";

/** Counts what a desk that has ended holds, in its database, ledger, index and files, and what it says of its time. */
export async function countEverything(folder: string, names: ReadonlySet<string>) {
  const database = await openPglite(join(folder, "database"));
  const index = lanceDbIndex({ folder: join(folder, "index") });
  const { db } = database;
  try {
    const documents = await db
      .select({ name: documentTable.name, state: versionTable.state, error: versionTable.errorCode })
      .from(documentTable)
      .innerJoin(versionTable, eq(versionTable.id, documentTable.latestVersionId));
    const held = new Set(documents.map(({ name }) => name));
    const searchable = documents.filter(({ state }) => state === "searchable").length;
    const failed = documents.filter(({ state, error }) => state === "failed" && error !== null).length;
    const spaces = (await db.select().from(generationTable)).map(Generation.spaceOf);
    const sizes = await Promise.all(spaces.map((space) => index.size(space)));
    const [ledger] = await db
      .select({
        chunks: sql<number>`coalesce(sum(${versionTable.chunks}), 0)::int`,
        rows: sql<number>`coalesce(sum(${versionTable.rows}), 0)::int`,
      }) // prettier-ignore
      .from(documentTable)
      .innerJoin(versionTable, eq(versionTable.id, documentTable.currentVersionId));
    const chunks = await db.$count(chunkTable);
    const versions = await db.$count(versionTable);
    const files = (await readdir(join(folder, "files"), { recursive: true, withFileTypes: true })).filter((one) => one.isFile()); // prettier-ignore
    const stages = await db
      .select({ stage: ingestTable.stage, ms: sql<number>`sum(${ingestTable.milliseconds})::int`, n: count() })
      .from(ingestTable)
      .groupBy(ingestTable.stage);
    return {
      documents: documents.length,
      searchable,
      failed,
      lost: [...names].filter((name) => !held.has(name)).length,
      doubled: documents.length - held.size,
      unaccounted: documents.length - searchable - failed,
      versions,
      chunks,
      chunksInLedger: ledger?.chunks ?? 0,
      rowsInLedger: ledger?.rows ?? 0,
      indexRows: sizes.reduce((sum, size) => sum + size, 0),
      strayFiles: files.length - documents.length,
      seconds: Object.fromEntries(stages.map(({ stage, ms }) => [stage, round((ms ?? 0) / 1000)])),
    };
  } finally {
    await index.close();
    await database.close();
  }
}
