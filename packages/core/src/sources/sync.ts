import { and, eq, inArray } from "drizzle-orm";
import { sourceTable, syncTable, type SyncFailure } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { forCompany, forLibrary, type Scope } from "../scope.ts";
import type { BucketKey } from "./bucket-settings.ts";
import { crawl } from "./crawl.ts";
import { SyncError, type Finding, type Known } from "./finding.ts";
import { walkFolder } from "./folder.ts";
import { Intake } from "./intake.ts";
import * as Item from "./item.ts";
import * as SourceKey from "./source-key.ts";
import type { SettingsOf } from "./source-settings.ts";
import { readList } from "./url-list.ts";

const failuresKept = 200;
/** Progress is written this often at most. */
const noteEveryMs = 300;

type Counts = Record<"done" | "total" | "added" | "changed" | "unchanged" | "removed" | "failed", number>;

/**
 * Goes through a source once and takes in what changed. Safe to kill and to repeat: it begins anew, and what was taken in
 * before is found to be unchanged. A run that somebody stopped, or that has ended, stays so.
 */
export async function run(scope: Scope, syncId: string): Promise<void> {
  const [claimed] = await scope.db
    .update(syncTable)
    .set({ state: "running" })
    .where(underWay(syncId))
    .returning({ companyId: syncTable.companyId, sourceId: syncTable.sourceId });
  if (!claimed) return;
  const own = forCompany(scope, claimed.companyId, "sync-source");
  const progress = new Progress(own, syncId);
  try {
    const [source] = await own.db.select().from(sourceTable).where(eq(sourceTable.id, claimed.sourceId));
    if (source && (await takeIn(forLibrary(scope, source, "sync-source"), source, syncId, progress))) {
      await progress.end("finished");
    }
  } catch (error) {
    const code = codeOf(own, syncId, error);
    // somebody stopped what it takes in, and with it the run
    await (code === "batch.stopped" ? progress.end("stopped") : progress.end("failed", code));
  }
}

/** Queues again the runs that were on their way when the process ended. */
export async function recover(scope: Scope): Promise<void> {
  const stranded = await scope.db
    .select({ syncId: syncTable.id, companyId: syncTable.companyId })
    .from(syncTable)
    .where(inArray(syncTable.state, ["queued", "running"]));
  await scope.queue.send("sync-source", stranded);
}

type Source = typeof sourceTable.$inferSelect;

/** False when somebody stopped the run or removed the source. */
async function takeIn(scope: Scope, source: Source, syncId: string, progress: Progress): Promise<boolean> {
  const intake = new Intake(scope, source, syncId);
  try {
    return await goThrough(scope, source, intake, progress);
  } finally {
    await intake.close();
  }
}

async function goThrough(scope: Scope, source: Source, intake: Intake, progress: Progress): Promise<boolean> {
  const items = await Item.ofSource(scope, source.id);
  const ending = new AbortController();
  try {
    for await (const finding of findings(scope, source, known(items), ending.signal)) {
      if (!(await progress.isWanted())) return false;
      await settle(scope, source, items, finding, intake, progress);
      await progress.step(finding.waiting);
    }
    return true;
  } finally {
    ending.abort();
  }
}

/** Of a document that is not there any more nothing is known: its page is asked for in full. */
function known(items: ReadonlyMap<string, Item.Item>): Known {
  return new Map(
    [...items].map(([address, { documentId, hint, links }]) => [address, { hint: documentId ? hint : {}, links }]),
  );
}

function findings(scope: Scope, source: Source, from: Known, signal: AbortSignal): AsyncGenerator<Finding> {
  const { settings } = source;
  switch (settings.kind) {
    case "urls":
      return readList(settings, from, scope.sourceRules, signal);
    case "crawl":
      return crawl(settings, from, scope.sourceRules, signal);
    case "folder":
      return walkFolder(settings, from, scope.sourceRules);
    case "s3":
      return bucketFindings(scope, settings, SourceKey.of(scope, source), from, signal);
  }
}

/** The SDK is loaded by those who have a bucket. */
async function* bucketFindings(
  scope: Scope,
  settings: SettingsOf<"s3">,
  key: BucketKey | undefined,
  from: Known,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const { walkBucket } = await import("./bucket.ts");
  yield* walkBucket(settings, key, from, scope.sourceRules, signal);
}

async function settle(
  scope: Scope,
  source: Source,
  items: Map<string, Item.Item>,
  finding: Finding,
  intake: Intake,
  progress: Progress,
): Promise<void> {
  const { address } = finding;
  switch (finding.type) {
    case "content":
      try {
        progress.count(await Item.take(scope, source, items, address, finding.content, () => intake.batch()));
      } catch (error) {
        // a library that is gone and a batch that is stopped end the run; a name that is taken or a file that vanished is one failure
        if (error instanceof PublicError && (error.kind === "not_found" || error.code === "batch.stopped")) throw error;
        const code = error instanceof PublicError ? error.code : fileProblem(error);
        if (code === undefined) throw error;
        progress.fail(address, code);
      }
      return;
    case "same":
      progress.count("unchanged");
      return;
    case "gone":
      if (await Item.drop(scope, source.id, items, address)) progress.count("removed");
      else progress.fail(address, "page.not_found");
      return;
    case "failed":
      progress.fail(address, finding.code);
  }
}

function fileProblem(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "ENOENT" || code === "EACCES" || code === "EISDIR" || code === "EIO" ? "file.unreadable" : undefined;
}

function codeOf(scope: Scope, syncId: string, error: unknown): string {
  if (error instanceof SyncError || error instanceof PublicError) return error.code;
  scope.log.error("source.broke_off", { syncId, error });
  return "source.broke_off";
}

/** The counts of a run, on their way into its row. */
class Progress {
  readonly #scope: Scope;
  readonly #id: string;
  readonly #counts: Counts = { done: 0, total: 0, added: 0, changed: 0, unchanged: 0, removed: 0, failed: 0 };
  readonly #failures: SyncFailure[] = [];
  #noted = 0;

  constructor(scope: Scope, id: string) {
    this.#scope = scope;
    this.#id = id;
  }

  count(what: Exclude<keyof Counts, "done" | "total" | "failed">): void {
    this.#counts[what]++;
  }

  fail(address: string, code: string): void {
    this.#counts.failed++;
    if (this.#failures.length < failuresKept) this.#failures.push({ address, code });
  }

  /** One more was looked at; `waiting` are known of and were not. */
  async step(waiting: number): Promise<void> {
    this.#counts.done++;
    this.#counts.total = this.#counts.done + waiting;
    if (Date.now() - this.#noted < noteEveryMs) return;
    this.#noted = Date.now();
    await this.#write({});
  }

  /** Whether the run was not stopped, and its source is still there. */
  async isWanted(): Promise<boolean> {
    const rows = await this.#scope.db.select({ id: syncTable.id }).from(syncTable).where(underWay(this.#id));
    return rows.length > 0;
  }

  async end(state: "finished" | "stopped" | "failed", errorCode: string | null = null): Promise<void> {
    await this.#write({ state, errorCode, finishedAt: this.#scope.now() });
  }

  async #write(change: Partial<typeof syncTable.$inferInsert>): Promise<void> {
    const row = { ...this.#counts, failures: this.#failures, ...change };
    await this.#scope.db.update(syncTable).set(row).where(underWay(this.#id));
  }
}

function underWay(id: string) {
  return and(eq(syncTable.id, id), inArray(syncTable.state, ["queued", "running"]));
}
