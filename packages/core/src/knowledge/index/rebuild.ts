import { and, eq, isNull, sql } from "drizzle-orm";
import { documentTable, generationTable, versionTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import type { Embedder } from "../../models/embedder.ts";
import * as ModelConnection from "../../models/model-connection.ts";
import { forCompany, requireCompany, type Scope } from "../../scope.ts";
import * as Drafts from "./draft.ts";
import * as Generation from "./generation-row.ts";
import { indexRows } from "./index-row.ts";
import * as Labelling from "./labelling.ts";
import * as Remains from "../removal/remains.ts";

/** A version that searches see, the rows it must have, and what edition of them. */
interface Wanted {
  versionId: string;
  rows: number;
  edition: number;
}

/** How long one job works before the next takes over, so that a desk can stop within seconds. */
const jobMs = 5_000;
/** Passages that are embedded and added in one step. */
const stepPassages = 256;
/** Searches that began on the old rows have ended by then. */
const searchSeconds = 60;
const countedAtOnce = 2_000;

/**
 * Builds a generation beside the current one, some seconds at a time: brings in what it does not hold yet of what
 * searches see, and switches when nothing is missing. Safe to repeat and to kill at any point. What is added meanwhile
 * goes into the current generation and is missing here until the next look.
 */
export async function run(scope: Scope, generationId: string, isLast: boolean): Promise<void> {
  const generation = await building(scope, generationId);
  if (!generation) return;
  const acting = forCompany(scope, generation.companyId, "rebuild-index");
  try {
    if (await work(acting, generation)) return;
    await acting.queue.send("rebuild-index", [{ companyId: generation.companyId, generationId }]);
  } catch (error) {
    const mayPass = !(error instanceof PublicError) || error.kind === "unavailable" || error.kind === "limited";
    if (mayPass && !isLast) throw error;
    await stop(acting, generationId, error);
  }
}

/** Takes a retired generation out of the index, once no search can be on it. */
export async function drop(scope: Scope, generationId: string): Promise<void> {
  const [row] = await scope.db
    .select()
    .from(generationTable)
    .where(and(eq(generationTable.id, generationId), eq(generationTable.state, "retired")));
  if (!row) return;
  await scope.index.drop(Generation.spaceOf(row));
  await scope.db.delete(generationTable).where(eq(generationTable.id, generationId));
}

/** Sends the jobs that end what is to be dropped, in a while for searches under way. */
async function dropLater(scope: Scope, generations: readonly Generation.Row[]): Promise<void> {
  const jobs = generations.map(({ id, companyId }) => ({ companyId, generationId: id }));
  await scope.queue.send("drop-index", jobs, { afterSeconds: searchSeconds });
}

/** True when there is nothing more to do. */
async function work(scope: Scope, generation: Generation.Row): Promise<boolean> {
  const space = Generation.spaceOf(generation);
  const embedder = await Generation.embedder(scope, space);
  const until = performance.now() + jobMs;
  do {
    const wanted = await wantedNow(scope);
    const missing = await missingOf(scope, space, wanted);
    let done = sum(wanted) - sum(missing);
    await progress(scope, generation.id, done, sum(wanted));
    if (missing.length === 0) {
      if (await isHeld(scope, generation.id)) return true;
      if (await switchOver(scope, generation, wanted)) return true;
      continue;
    }
    for (const step of stepsOf(missing)) {
      if (performance.now() > until) return false;
      await bringIn(scope, space, embedder, step);
      done += sum(step);
      if (!(await progress(scope, generation.id, done, sum(wanted)))) return true;
    }
  } while (performance.now() < until);
  return false;
}

async function isHeld(scope: Scope, generationId: string): Promise<boolean> {
  const [row] = await scope.db
    .select({ waits: generationTable.waits })
    .from(generationTable)
    .where(eq(generationTable.id, generationId));
  return row?.waits === true;
}

async function bringIn(
  scope: Scope,
  space: Generation.Space,
  embedder: Embedder | undefined,
  step: readonly Wanted[],
): Promise<void> {
  const ids = step.map(({ versionId }) => versionId);
  const drafts = await Drafts.load(scope, ids);
  await scope.index.add(space, await indexRows(drafts, embedder));
  const labels = drafts.map(({ chunk, document }) => ({ versionId: chunk.versionId, label: document }));
  await Labelling.catchUp(scope, space, labels);
  await scope.index.flip(space, { show: ids, hide: [] });
  // what was removed, replaced or edited while its rows were made found nothing here to take away
  const now = new Map((await wantedNow(scope)).map((wanted) => [wanted.versionId, wanted]));
  const isStill = ({ versionId, edition }: Wanted) => now.get(versionId)?.edition === edition;
  await scope.index.remove(space, step.filter((wanted) => !isStill(wanted)).map(idOf));
  await Remains.takeBack(scope, drafts);
  const held = await scope.index.count(space, ids);
  const short = step.find((wanted) => isStill(wanted) && (held.get(wanted.versionId) ?? 0) !== wanted.rows);
  if (short)
    throw new Error(`index holds ${held.get(short.versionId) ?? 0} of ${short.rows} rows of ${short.versionId}`);
}

/** In one transaction, unless what searches see has changed since it was counted: then false, and nothing has happened. */
async function switchOver(scope: Scope, generation: Generation.Row, counted: readonly Wanted[]): Promise<boolean> {
  const space = Generation.spaceOf(generation);
  for (const some of inParts(counted)) await scope.index.flip(space, { show: some.map(idOf), hide: [] });
  return inTransaction(scope, async (scope) => {
    const rows = await Generation.find(scope, ["current", "building"]).for("update");
    if (!rows.some(({ id, state }) => id === generation.id && state === "building")) return true;
    const now = new Map((await wantedNow(scope)).map((wanted) => [wanted.versionId, wanted]));
    const isStill = ({ versionId, edition }: Wanted) => now.get(versionId)?.edition === edition;
    if (now.size !== counted.length || !counted.every(isStill)) return false;
    const old = rows.filter(({ state }) => state === "current");
    await retire(scope, old);
    await scope.db
      .update(generationTable)
      .set({ state: "current", switchedAt: scope.now() })
      .where(eq(generationTable.id, generation.id));
    await ModelConnection.promoteEmbedder(scope);
    scope.log.info("index.switched", { from: old[0]?.name, to: generation.name, passages: sum(counted) });
    return true;
  });
}

/** Out of use from now on, and out of the index in a while. */
export async function retire(scope: Scope, generations: readonly Generation.Row[]): Promise<void> {
  for (const { id } of generations) {
    await scope.db
      .update(generationTable)
      .set({ state: "retired", switchedAt: scope.now() })
      .where(eq(generationTable.id, id));
  }
  await dropLater(scope, generations);
}

async function stop(scope: Scope, generationId: string, error: unknown): Promise<void> {
  scope.log.error("index.rebuild_stopped", { generationId, error });
  const ours =
    "Docent could not go on because of a problem on its own side. Try again; if it stays, look into the log.";
  const said = error instanceof PublicError ? error : new PublicError("invalid", "index.rebuild_failed", ours);
  await scope.db
    .update(generationTable)
    .set({ errorCode: said.code, error: said.message })
    .where(and(eq(generationTable.id, generationId), eq(generationTable.state, "building")));
}

async function building(scope: Scope, generationId: string): Promise<Generation.Row | undefined> {
  const [row] = await scope.db
    .select()
    .from(generationTable)
    .where(and(eq(generationTable.id, generationId), eq(generationTable.state, "building")));
  return row?.error === null ? row : undefined;
}

/** Notes how far it is; false when it was called off meanwhile. */
async function progress(scope: Scope, generationId: string, done: number, total: number): Promise<boolean> {
  const rows = await scope.db
    .update(generationTable)
    .set({
      done,
      total,
      startedDone: sql`case when ${generationTable.startedAt} is null then ${done}::int else ${generationTable.startedDone} end`,
      startedAt: sql`coalesce(${generationTable.startedAt}, ${scope.now().toISOString()}::timestamptz)`,
    })
    .where(and(eq(generationTable.id, generationId), eq(generationTable.state, "building")))
    .returning({ id: generationTable.id });
  return rows.length > 0;
}

async function wantedNow(scope: Scope): Promise<Wanted[]> {
  return scope.db
    .select({ versionId: versionTable.id, rows: versionTable.rows, edition: versionTable.edition })
    .from(documentTable)
    .innerJoin(versionTable, eq(versionTable.id, documentTable.currentVersionId))
    .where(and(eq(documentTable.companyId, requireCompany(scope)), isNull(documentTable.removedAt)));
}

async function missingOf(scope: Scope, space: Generation.Space, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const missing: Wanted[] = [];
  for (const some of inParts(wanted)) {
    const held = await scope.index.count(space, some.map(idOf));
    missing.push(...some.filter(({ versionId, rows }) => (held.get(versionId) ?? 0) !== rows));
  }
  return missing;
}

/** Whole versions, together about as many passages as one step takes. */
function* stepsOf(versions: readonly Wanted[]): Iterable<Wanted[]> {
  let step: Wanted[] = [];
  for (const version of versions) {
    step.push(version);
    if (sum(step) < stepPassages) continue;
    yield step;
    step = [];
  }
  if (step.length > 0) yield step;
}

function inParts(versions: readonly Wanted[]): Wanted[][] {
  return Array.from({ length: Math.ceil(versions.length / countedAtOnce) }, (_, part) =>
    versions.slice(part * countedAtOnce, (part + 1) * countedAtOnce),
  );
}

function idOf({ versionId }: Wanted): string {
  return versionId;
}

function sum(versions: readonly Wanted[]): number {
  return versions.reduce((total, { rows }) => total + rows, 0);
}
