import { and, eq, inArray } from "drizzle-orm";
import { generationTable } from "../db/schema.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { Embedder } from "../models/embedder.ts";
import { PublicError } from "../error.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { analyzerVersion } from "./analyze.ts";
import type { IndexSpace } from "./search-index.ts";

export type Row = typeof generationTable.$inferSelect;

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

/** Every generation that must not keep what is removed: the current one, and the next while it is being built. */
export async function targets(scope: Scope): Promise<Space[]> {
  const rows = await find(scope, ["current", "building"]);
  return rows.length > 0 ? rows.map(spaceOf) : [await current(scope)];
}

/** The embedder that a space's vectors are made with; undefined for rows of words. Throws `embedder.not_connected`. */
export async function embedder(scope: Scope, space: Space): Promise<Embedder | undefined> {
  if (space.embedder === null) return undefined;
  const connected = await ModelConnection.embedder(scope);
  if (connected?.id === space.embedder) return connected;
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
export function generationName(embedder: Pick<Embedder, "id" | "dimensions"> | undefined): string {
  return [analyzerVersion, ...(embedder ? [embedder.id, embedder.dimensions] : [])].join("+");
}

export function spaceOf({ companyId, name, embedder, dimensions }: Row): Space {
  return { companyId, generation: name, embedder, ...(dimensions !== null && { dimensions }) };
}

/** What a company starts with: rows of words, or of what it has connected already. */
async function first(scope: Scope): Promise<Row> {
  const companyId = requireCompany(scope);
  const embedder = await ModelConnection.embedder(scope);
  // the same id for all who ask at the same moment, so that the company gets one
  const id = `gen_${companyId.slice("com_".length)}`;
  await scope.db
    .insert(generationTable)
    .values({
      id,
      companyId,
      name: generationName(embedder),
      embedder: embedder?.id ?? null,
      dimensions: embedder?.dimensions ?? null,
      state: "current",
      createdAt: scope.now(),
      switchedAt: scope.now(),
    })
    .onConflictDoNothing();
  const [row] = await find(scope, ["current"]);
  if (!row) throw new Error(`company ${companyId} has no current generation`);
  return row;
}

async function find(scope: Scope, states: Row["state"][]): Promise<Row[]> {
  return scope.db
    .select()
    .from(generationTable)
    .where(and(eq(generationTable.companyId, requireCompany(scope)), inArray(generationTable.state, states)));
}
