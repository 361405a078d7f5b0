import { and, eq, inArray, sql } from "drizzle-orm";
import { groupMemberTable, modelGroupTable, modelTable, modelUseTable } from "../../db/schema.ts";
import { requireCompany, type Scope } from "../../scope.ts";
import type { ModelAddress } from "../chat-model.ts";
import type { EmbedderPlace } from "../embedder.ts";
import type { ImageAddress } from "../image-model.ts";
import type { RerankerAddress } from "../reranker.ts";
import { seal, unseal } from "../sealed.ts";
import { Key, type Place } from "./place.ts";
import type { ModelUse } from "./model-kind.ts";

export type Row = typeof modelTable.$inferSelect;

/** The model that does something for the actor's company. */
export async function inUse(scope: Scope, use: ModelUse): Promise<Row | undefined> {
  const [row] = await scope.db
    .select({ model: modelTable })
    .from(modelUseTable)
    .innerJoin(modelTable, eq(modelTable.id, modelUseTable.modelId))
    .where(ofUses(scope, [use]));
  return row?.model;
}

/** Those of these models that are for groups which the actor is not in. The desk itself may use every one. */
export async function closedTo({ db, actor }: Scope, rows: readonly Row[]): Promise<Set<string>> {
  if (actor.type !== "user") return new Set();
  const { modelId, groupId } = modelGroupTable;
  const mine = db
    .select({ id: groupMemberTable.groupId })
    .from(groupMemberTable)
    .where(eq(groupMemberTable.userId, actor.userId));
  const kept = await db
    .select({ modelId, mine: sql<boolean>`bool_or(${inArray(groupId, mine)})` })
    .from(modelGroupTable)
    .where(
      inArray(
        modelId,
        rows.map(({ id }) => id),
      ),
    )
    .groupBy(modelId);
  return new Set(kept.filter((row) => !row.mine).map((row) => row.modelId));
}

/** Another company's model is simply not found. */
export function ofIds(scope: Scope, ids: readonly string[]) {
  return and(eq(modelTable.companyId, requireCompany(scope)), inArray(modelTable.id, [...ids]));
}

export function ofUses(scope: Scope, uses: readonly ModelUse[]) {
  return and(eq(modelUseTable.companyId, requireCompany(scope)), inArray(modelUseTable.use, [...uses]));
}

export function sealKey(scope: Scope, key: Key | null): string | null {
  return key && seal(scope.secret, purposeOf(requireCompany(scope)), JSON.stringify(key));
}

/** Throws `secret.unreadable` when it was sealed with another secret. */
export function keyOf(scope: Scope, { key, companyId }: Pick<Row, "key" | "companyId">): Key | undefined {
  if (key === null) return undefined;
  const text = unseal(scope.secret, purposeOf(companyId), key);
  // before there was a catalogue, the bare token was sealed
  return text.startsWith("{") ? Key.parse(JSON.parse(text)) : { type: "bearer", token: text };
}

/** How a chat model is reached. */
export function chatAddress(place: Place, key: Key | undefined): ModelAddress {
  const reached = withKey(place, key);
  if (reached.provider === "rerank-api" || reached.provider === "onnx") throw unfit("chat model", place);
  return reached;
}

export function embedderPlace(place: Place, key: Key | undefined): EmbedderPlace {
  const reached = withKey(place, key);
  if (reached.provider === "rerank-api") throw unfit("embedder", place);
  return reached;
}

export function rerankerAddress(place: Place, key: Key | undefined): RerankerAddress {
  const reached = withKey(place, key);
  if (reached.provider === "openai") throw unfit("reranker", place);
  return reached;
}

export function imageAddress(place: Place, key: Key | undefined): ImageAddress {
  const reached = withKey(place, key);
  if (reached.provider !== "openai" && reached.provider !== "bedrock") throw unfit("image model", place);
  return reached;
}

/** The place with its key, as each provider takes it. */
function withKey(place: Place, key: Key | undefined) {
  switch (place.provider) {
    case "openai":
    case "rerank-api":
      return { ...place, ...tokenOf(key) };
    case "bedrock":
      return { ...place, ...(key && { key }) };
    case "sagemaker":
      return { ...place, ...(key?.type === "iam" && { key }) };
    case "onnx":
      return place;
  }
}

/** `checkProvider` lets none of these into the catalogue. */
function unfit(what: string, { provider }: Place): Error {
  return new Error(`a ${what} of ${provider}`);
}

function tokenOf(key: Key | undefined): { apiKey?: string } {
  return key?.type === "bearer" ? { apiKey: key.token } : {};
}

/** What the keys of a company's models are sealed for. */
export function purposeOf(companyId: string): string {
  return `model-key:${companyId}`;
}
