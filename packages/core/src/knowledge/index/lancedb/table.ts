import type * as LanceDb from "@lancedb/lancedb";
import type { Log } from "../../../telemetry/log.ts";
import type { LanceEngine } from "./engine.ts";
import type { Changing } from "../memory.ts";
import type { RemovalMark } from "./removal-mark.ts";
import { schemaOf, type TermsColumn, termsColumn, vectorColumn } from "./rows.ts";

export interface TableOptions {
  dimensions: number | undefined;
  /** Rows that wait outside the index before it is brought up to date between two writes; a tenth of the table where that is more. */
  unindexedMax: number;
  /** Vectors that are compared one by one; from so many on they get an index, which finds nearly all that are near. */
  exactMax: number;
  /** How long nothing may be written before the rest is brought in. */
  idleMs: number;
  /** A version may go once no search that began on it can still be running. */
  searchMsMax: number;
  log: Pick<Log, "warn"> | undefined;
}

/** One company's table, its queue of writes and its upkeep. */
export interface CompanyTable extends Changing {
  readonly table: LanceDb.Table;
  textSearch(column: TermsColumn, terms: readonly string[]): LanceDb.Query;
  /** Rows with a term that begins like this one and is a letter or two away from it. */
  fuzzySearch(column: TermsColumn, term: string): LanceDb.Query;
  /**
   * Runs one writer at a time; `rows` says how many rows it will have touched, for the upkeep. Work that takes rows out
   * calls `removing` first: when nothing is written any more, their bytes leave the files too.
   */
  write(rows: number, work: (table: LanceDb.Table, removing: () => Promise<void>) => Promise<unknown>): Promise<void>;
  /** Rises with every row written, and when rows have been brought into the index. */
  changes(): number;
  close(): Promise<void>;
}

const versionsMax = 200;
const unindexedIdleMax = 200;
/** Every upkeep adds a graph of the vectors that are new, and a search looks through them all: from so many on they become one. */
const graphsMax = 8;
/** Writing a table anew may take this share of the time, so that a large one is not always at it. */
const rewritingShare = 1 / 20;

export async function openTable(
  { lance, arrow }: LanceEngine,
  connection: LanceDb.Connection,
  name: string,
  mark: RemovalMark,
  options: TableOptions,
): Promise<CompanyTable> {
  const isThere = (await connection.tableNames()).includes(name);
  const table = isThere
    ? await connection.openTable(name)
    : await connection.createEmptyTable(name, schemaOf(arrow, options.dimensions));
  if (isThere) await bringUpToDate(table);
  await createIndexes(lance, table);
  // rows that an earlier process added and did not live to show
  if ((await table.countRows("live = 0")) > 0) {
    await mark.set();
    await table.delete("live = 0");
  }

  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let unindexed = await unindexedRows(table);
  let versions = (await table.listVersions()).length;
  let changed = 0;
  // a process that was killed may have left files behind: looked after as if they had been written now
  let wroteAt = Date.now();
  // whether upkeep left behind files that were too young to go
  let stale = true;
  let removals = (await mark.isSet()) ? 1 : 0;
  // how many of the removals have left the files
  let rewritten = 0;
  let rewriteFrom = 0;
  let closed = false;

  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };

  const removing = async () => {
    await mark.set();
    removals += 1;
  };

  /** What was taken out stays in files beside rows that are still there, and among an index's words: these are written anew. */
  const rewrite = async () => {
    await table.update({ valuesSql: { live: "live" } });
    if (options.dimensions) await dropVectorIndexes(table);
    rewritten = removals;
    wroteAt = Date.now();
  };

  const upkeep = async ({ atRest }: { atRest: boolean }) => {
    const started = Date.now();
    const rewrites = atRest && removals > rewritten && started >= rewriteFrom;
    try {
      if (rewrites) await rewrite();
      // nothing else writes meanwhile, so what no version names was left by a process that was killed
      const cleanupOlderThan = new Date(Date.now() - options.searchMsMax);
      await retried(() => table.optimize({ cleanupOlderThan, deleteUnverified: true }));
      if (options.dimensions) await createVectorIndexes(lance, table, options.exactMax, atRest);
      versions = (await table.listVersions()).length;
      unindexed = await unindexedRows(table);
      // misspelt words find their neighbours only now
      changed += 1;
      stale = wroteAt > cleanupOlderThan.getTime();
      if (!stale && removals === rewritten) await mark.clear();
      if (rewrites) rewriteFrom = Date.now() + (Date.now() - started) / rewritingShare;
    } catch (error) {
      // searches stay right without it, only slower; the next write tries again
      options.log?.warn("search.upkeep_failed", { table: name, error });
    }
  };

  const rest = (afterMs: number) => {
    clearTimeout(idle);
    const much = unindexed >= unindexedIdleMax || versions >= versionsMax || stale || removals > rewritten;
    // a few rows outside the index slow nothing down, only their misspelt words are not found: they may wait longer
    if (closed || (!much && unindexed === 0)) return;
    idle = setTimeout(
      () => void queue(() => upkeep({ atRest: true })).then(() => rest(options.searchMsMax + options.idleMs)),
      much ? afterMs : 10 * afterMs,
    );
    idle.unref();
  };
  rest(options.idleMs);

  return {
    table,
    textSearch(column, terms) {
      // a term given twice would count twice
      return table.query().fullTextSearch(new lance.MatchQuery([...new Set(terms)].join(" "), column));
    },
    fuzzySearch(column, term) {
      const near = { fuzziness: 2, prefixLength: 1, maxExpansions: 100 };
      return table.query().fullTextSearch(new lance.MatchQuery(term, column, near));
    },
    write(rows, work) {
      clearTimeout(idle);
      return queue(async () => {
        await work(table, removing);
        unindexed += rows;
        changed += rows;
        versions += 1;
        wroteAt = Date.now();
        const most = Math.max(options.unindexedMax, (await table.countRows()) / 10);
        if (unindexed > most) await upkeep({ atRest: false });
        rest(options.idleMs);
      });
    },
    changes: () => changed,
    rows: () => table.countRows(),
    async close() {
      closed = true;
      clearTimeout(idle);
      await queue(async () => table.close());
    },
  };
}

async function createIndexes(lance: LanceEngine["lance"], table: LanceDb.Table): Promise<void> {
  const there = new Set((await table.listIndices()).flatMap((index) => index.columns));
  for (const column of Object.values(termsColumn)) {
    if (there.has(column)) continue;
    // terms come ready-made from the analyzer: the engine only cuts at the blanks
    const config = lance.Index.fts({
      baseTokenizer: "whitespace",
      lowercase: false,
      stem: false,
      removeStopWords: false,
      asciiFolding: false,
      withPosition: false,
      maxTokenLength: 256,
    });
    await table.createIndex(column, { config });
  }
  // without them the filter of every search reads both columns from end to end: 19 ms instead of 5 at 100,000 rows
  for (const column of ["live", "access"]) {
    if (!there.has(column)) await table.createIndex(column, { config: lance.Index.bitmap() });
  }
}

/** Tables of earlier versions of Docent: what they lack is added, empty. */
async function bringUpToDate(table: LanceDb.Table): Promise<void> {
  const { fields } = await table.schema();
  const has = new Set(fields.map(({ name }) => name));
  if (has.has("libraryId")) await table.alterColumns([{ path: "libraryId", rename: "access" }]);
  const missing = ["trigger", "labels", "tags"].filter((name) => !has.has(name));
  if (missing.length > 0) {
    await table.addColumns(missing.map((name) => ({ name, valueSql: "''" })));
    await table.alterColumns([{ path: "terms", nullable: true }]);
  }
}

/** Makes the graphs of vectors that are missing, and when there is time also those that have fallen into too many parts. */
async function createVectorIndexes(
  lance: LanceEngine["lance"],
  table: LanceDb.Table,
  exactMax: number,
  atRest: boolean,
): Promise<void> {
  const names = new Map((await table.listIndices()).flatMap(({ name, columns }) => columns.map((one) => [one, name])));
  for (const column of Object.values(vectorColumn)) {
    const name = names.get(column);
    const isFine = name
      ? !atRest || ((await table.indexStats(name))?.numIndices ?? 0) <= graphsMax
      : (await table.countRows(`${column} IS NOT NULL`)) < exactMax;
    // built with a third of the usual care: takes a third of the time, and among 100,000 still finds 99.7 % of the nearest
    const config = { distanceType: "cosine", numPartitions: 1, efConstruction: 100 } as const;
    if (!isFine) await table.createIndex(column, { config: lance.Index.hnswSq(config) });
  }
}

async function dropVectorIndexes(table: LanceDb.Table): Promise<void> {
  const columns = new Set<string>(Object.values(vectorColumn));
  for (const index of await table.listIndices()) {
    if (index.columns.some((column) => columns.has(column))) await table.dropIndex(index.name);
  }
}

async function unindexedRows(table: LanceDb.Table): Promise<number> {
  const statistics = await table.indexStats(`${termsColumn["lexical-passage"]}_idx`);
  return statistics?.numUnindexedRows ?? 0;
}

async function retried(work: () => Promise<unknown>, attempts = 3): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}
