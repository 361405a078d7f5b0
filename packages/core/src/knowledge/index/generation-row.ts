import { and, eq, inArray } from "drizzle-orm";
import { generationTable } from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import type { Embedder } from "../../models/embedder.ts";
import * as ModelConnection from "../../models/model-connection.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import { analyzerVersion } from "../text/analyze.ts";
import type { IndexSpace } from "./search-index.ts";

/** No analyzer has this name, so that rows are made anew. */
const missing = "missing~";

export type Row = typeof generationTable.$inferSelect;
export type Made = Pick<Embedder, "id" | "dimensions"> | undefined;

/** A generation as the index and its callers need it. */
export interface Space extends IndexSpace {
  /** The id of the embedder whose vectors it holds; null when it holds words only. Compare it with the one at hand. */
  embedder: string | null;
}

/** The generation that the actor's company searches and adds to now. */
export async function current(scope: Scope): Promise<Space> {
  const [row] = await find(scope, ["current"]);
  return spaceOf(row ?? (await first(scope)));
}

/** The generation that searches go to. Throws `index.being_made` after a restore, until there is one. */
export async function searchable(scope: Scope): Promise<Space> {
  const space = await current(scope);
  if (!space.generation.startsWith(missing)) return space;
  const message = "The search index is being made anew from a backup. Ask again when it is complete.";
  throw new PublicError("unavailable", "index.being_made", message);
}

/** The name of a generation that no index holds, so that a start makes one. */
export function missingName(): string {
  return `${missing}${newId("generation").slice(-6)}`;
}

/** The generation that is built and waits to be taken into use. Throws `generation.not_ready`. */
export async function waiting(scope: Scope): Promise<Space> {
  const row = (await find(scope, ["building"])).find(isWaiting);
  if (row) return spaceOf(row);
  const message = "The new index is not complete yet, or in use already. Wait until it is complete, then try it.";
  throw new PublicError("conflict", "generation.not_ready", message);
}

export function isWaiting({ state, waits, error, startedAt, done, total }: Row): boolean {
  return state === "building" && waits && error === null && startedAt !== null && done === total;
}

/** Every generation that must not keep what is removed: the current one, and the next while it is being built. */
export async function targets(scope: Scope): Promise<Space[]> {
  const rows = await find(scope, ["current", "building"]);
  return rows.length > 0 ? rows.map(spaceOf) : [await current(scope)];
}

/** The embedder that a space's vectors are made with; undefined for rows of words. Throws `embedder.not_connected`. */
export async function embedder(scope: Scope, space: Space): Promise<Embedder | undefined> {
  if (space.embedder === null) return undefined;
  for (const find of [ModelConnection.embedder, ModelConnection.nextEmbedder]) {
    const connected = await find(scope);
    if (connected && isOf(space, connected)) return connected;
  }
  throw new PublicError(
    "unavailable",
    "embedder.not_connected",
    `The model that finds passages (${space.embedder}) is not connected any more. Connect it again in the settings, then retry.`,
  );
}

/** Whether this is the generation that is searched now. Inside a transaction it stays so until the end. */
export async function isCurrent(scope: Scope, { companyId, generation }: IndexSpace): Promise<boolean> {
  const [row] = await scope.db
    .select({ name: generationTable.name })
    .from(generationTable)
    .where(and(eq(generationTable.companyId, companyId), eq(generationTable.state, "current")))
    .for("share");
  return row?.name === generation;
}

/** Analyzer and embedder in one word, such as `a1+openai/bge-m3+1024`. */
export function generationName(made: Made): string {
  return [analyzerVersion, ...(made ? [made.id, made.dimensions] : [])].join("+");
}

/** Whether rows of this generation are such as this version of Docent and this embedder would make. */
export function isMadeWith(row: Row, made: Made): boolean {
  return row.name.split(/[+~]/)[0] === analyzerVersion && isOf(row, made);
}

export function spaceOf({ companyId, name, embedder, dimensions }: Row): Space {
  return { companyId, generation: name, embedder, ...(dimensions !== null && { dimensions }) };
}

export function find(scope: Scope, states: Row["state"][]) {
  return scope.db
    .select()
    .from(generationTable)
    .where(and(eq(generationTable.companyId, requireCompany(scope)), inArray(generationTable.state, states)));
}

function isOf({ embedder, dimensions }: { embedder: string | null; dimensions?: number | null }, made: Made): boolean {
  return embedder === (made?.id ?? null) && (dimensions ?? null) === (made?.dimensions ?? null);
}

/** What a company starts with: rows of words, or of what it has connected already. */
async function first(scope: Scope): Promise<Row> {
  const companyId = requireCompany(scope);
  const made = await ModelConnection.embedder(scope);
  const values = {
    // the same id for all who ask at the same moment, so that the company gets one
    id: `gen_${companyId.slice("com_".length)}`,
    companyId,
    name: generationName(made),
    embedder: made?.id ?? null,
    dimensions: made?.dimensions ?? null,
    state: "current" as const,
    createdAt: scope.now(),
    switchedAt: scope.now(),
  };
  await scope.db.insert(generationTable).values(values).onConflictDoNothing();
  const [row] = await find(scope, ["current"]);
  if (!row) throw new Error(`company ${companyId} has no current generation`);
  return row;
}
