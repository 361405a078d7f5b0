import { eq } from "drizzle-orm";
import { companyTable, documentTable, generationTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../id.ts";
import * as ModelConnection from "../../models/model-connection.ts";
import { forCompany, requireCompany, requireRole, type Scope } from "../../scope.ts";
import { current, find, generationName, isMadeWith, isWaiting, type Made, type Row } from "./generation-row.ts";
import * as Rebuild from "./rebuild.ts";

// one noun to its callers: what a company's index is made with, and the change from one to the next
export * from "./generation-row.ts";

/** What the company searches with, and the change to the next embedder while it lasts. */
export interface Status {
  current: Pick<Row, "embedder" | "dimensions" | "switchedAt">;
  next: Next | null;
}

export interface Next extends Pick<Row, "embedder" | "dimensions" | "errorCode" | "error"> {
  /** Stopped by its error until somebody tries again, or complete and waiting; searches go on with the current one. */
  state: "building" | "stopped" | "waiting";
  /** Passages brought in so far, and how many there are. */
  done: number;
  total: number;
  perSecond: number | null;
  secondsLeft: number | null;
}

/**
 * Changes over to another embedder of the catalogue, or to none. Searches go on with the present one while the index for the next is built beside
 * the old, and change over when it is complete, or when somebody takes it into use where it is to wait for that. Throws
 * what `ModelConnection.stageEmbedder` throws.
 */
export async function connect(scope: Scope, modelId: string | null, waits = false): Promise<Status> {
  requireRole(scope, "admin");
  await ModelConnection.stageEmbedder(scope, modelId);
  await begin(scope, waits);
  return status(scope);
}

/** Has the next index wait no longer: it takes in what came meanwhile, and searches change over to it. */
export async function takeIntoUse(scope: Scope): Promise<Status> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => {
    const rows = (await find(scope, ["building"]).for("update")).filter(({ waits }) => waits);
    for (const { id } of rows) {
      await scope.db.update(generationTable).set({ waits: false }).where(eq(generationTable.id, id));
    }
    await resume(scope, rows);
  });
  return status(scope);
}

export async function status(scope: Scope): Promise<Status> {
  requireRole(scope, "admin");
  await current(scope);
  const rows = await find(scope, ["current", "building"]);
  const now = rows.find(({ state }) => state === "current");
  const next = rows.find(({ state }) => state === "building");
  if (!now) throw new Error("a company without a current generation");
  const { embedder, dimensions, switchedAt } = now;
  return { current: { embedder, dimensions, switchedAt }, next: next ? nextFrom(next, scope.now()) : null };
}

/** Calls the change off: the present embedder stays, and what was built for the next one is taken away. */
export async function cancel(scope: Scope): Promise<Status> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => {
    await ModelConnection.unstageEmbedder(scope);
    await Rebuild.retire(scope, await find(scope, ["building"]));
  });
  return status(scope);
}

/** Goes on with a change that stopped, from where it was. */
export async function retry(scope: Scope): Promise<Status> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => resume(scope, await find(scope, ["building"])));
  return status(scope);
}

/**
 * At a start: goes on with changes under way, takes away what was to be dropped, and begins a change where the rows are
 * not such as this version of Docent makes.
 */
export async function recover(scope: Scope): Promise<void> {
  // nobody searches yet
  const retired = await scope.db.select().from(generationTable).where(eq(generationTable.state, "retired"));
  for (const { id } of retired) await Rebuild.drop(scope, id);
  for (const { id } of await scope.db.select({ id: companyTable.id }).from(companyTable)) {
    const acting = forCompany(scope, id, "recover");
    await current(acting);
    const under = await find(acting, ["building"]);
    const stopped = under.some(({ error }) => error !== null);
    if (!stopped) await begin(acting);
  }
}

/**
 * Brings the index to what is staged or connected, and to this analyzer: at once where no rows have to be made anew.
 * `asked`: whether it is to wait when it is complete; as the one under way does when absent.
 */
async function begin(scope: Scope, asked?: boolean): Promise<void> {
  await current(scope);
  const made = await ModelConnection.nextEmbedder(scope);
  await inTransaction(scope, async (scope) => {
    const rows = await find(scope, ["current", "building"]).for("update");
    const now = rows.filter(({ state }) => state === "current");
    const under = rows.filter(({ state }) => state === "building");
    if (now.every((row) => isMadeWith(row, made))) {
      await Rebuild.retire(scope, under);
      await ModelConnection.promoteEmbedder(scope);
      return;
    }
    const fitting = under.filter((row) => isMadeWith(row, made));
    const waits = asked ?? under.some((row) => row.waits);
    await Rebuild.retire(
      scope,
      under.filter((row) => !fitting.includes(row)),
    );
    for (const { id } of fitting.filter((row) => row.waits && !waits)) {
      await scope.db.update(generationTable).set({ waits }).where(eq(generationTable.id, id));
    }
    if (fitting.length > 0) return resume(scope, fitting);
    if (await isEmpty(scope)) {
      await Rebuild.retire(scope, now);
      await open(scope, made, "current");
      await ModelConnection.promoteEmbedder(scope);
      return;
    }
    await resume(scope, [await open(scope, made, "building", waits)]);
  });
}

async function open(scope: Scope, made: Made, state: "current" | "building", waits = false): Promise<Row> {
  const id = newId("generation");
  const [row] = await scope.db
    .insert(generationTable)
    .values({
      id,
      companyId: requireCompany(scope),
      // the end of the id, so that a name never comes again while an older one of its kind is being dropped
      name: `${generationName(made)}~${id.slice(-6)}`,
      embedder: made?.id ?? null,
      dimensions: made?.dimensions ?? null,
      state,
      waits,
      createdAt: scope.now(),
      switchedAt: state === "current" ? scope.now() : null,
    })
    .returning();
  if (!row) throw new Error("the generation was not stored");
  return row;
}

async function resume(scope: Scope, generations: readonly Row[]): Promise<void> {
  for (const { id, companyId } of generations) {
    const afresh = { errorCode: null, error: null, startedAt: null };
    await scope.db.update(generationTable).set(afresh).where(eq(generationTable.id, id));
    await scope.queue.send("rebuild-index", [{ companyId, generationId: id }]);
  }
}

async function isEmpty(scope: Scope): Promise<boolean> {
  const ours = eq(documentTable.companyId, requireCompany(scope));
  const [one] = await scope.db.select({ id: documentTable.id }).from(documentTable).where(ours).limit(1);
  return one === undefined;
}

function nextFrom(row: Row, now: Date): Next {
  const { embedder, dimensions, errorCode, error, done, total, startedAt, startedDone } = row;
  const seconds = startedAt && !error ? (now.getTime() - startedAt.getTime()) / 1000 : 0;
  const perSecond = seconds > 0 && done > startedDone ? (done - startedDone) / seconds : null;
  return {
    embedder,
    dimensions,
    errorCode,
    error,
    state: error !== null ? "stopped" : isWaiting(row) ? "waiting" : "building",
    done,
    total,
    perSecond,
    secondsLeft: perSecond && Math.ceil((total - done) / perSecond),
  };
}
