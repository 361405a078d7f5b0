import { eq } from "drizzle-orm";
import { modelTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import { within } from "./catalogue/abilities.ts";
import * as Entry from "./catalogue/entry.ts";
import {
  chatAddress,
  closedTo,
  embedderPlace,
  inUse,
  keyOf,
  rerankerAddress,
  type Row,
} from "./catalogue/entry-row.ts";
import { choose, chosen, leave } from "./catalogue/entry-use.ts";
import { withStandIn } from "./catalogue/stand-in.ts";
import type { ChatModel } from "./chat-model.ts";
import type { Embedder } from "./embedder.ts";
import { cached } from "./embedding-cache.ts";
import type { Reranker } from "./reranker.ts";

/** What answers questions now: the model chosen, one found on this machine, or none: then the desk quotes. */
export interface Status {
  kind: "quoting" | "connected" | "detected";
  name: string;
}

/** What answers the actor. */
export async function status(scope: Scope): Promise<Status> {
  const { chosen, rows } = await answering(scope);
  if (rows[0]) return { kind: "connected", name: rows[0].name };
  if (chosen) return { kind: "quoting", name: "" };
  const detected = await scope.chatModels.detect();
  return detected ? { kind: "detected", name: detected.model } : { kind: "quoting", name: "" };
}

/** Has a model of the catalogue answer or rank from the next question on, or none. Throws `model.not_found`, `model.kind_unfit`. */
export async function use(scope: Scope, what: "chat" | "rerank", id: string | null): Promise<void> {
  requireRole(scope, "admin");
  await (id === null ? leave(scope, [what]) : choose(scope, what, id));
}

/**
 * The model that answers the actor: the company's chosen one with its stand-in, as far as their groups allow, else one
 * found on this machine when none is chosen, else undefined: then the desk quotes.
 */
export async function current(scope: Scope): Promise<ChatModel | undefined> {
  const { chosen, rows } = await answering(scope);
  const [model, standIn] = rows.map((row) => connectChat(scope, row));
  if (chosen) return model && standIn ? withStandIn(model, standIn) : model;
  const detected = await scope.chatModels.detect();
  return detected && scope.chatModels.connect(detected);
}

/** The reranker that the company has chosen, or undefined: the fused order stands then. */
export async function reranker(scope: Scope): Promise<Reranker | undefined> {
  const row = await inUse(scope, "rerank");
  return row && scope.rerankers.connect(rerankerAddress(row.place, keyOf(scope, row)));
}

/** The embedder that the company searches with, or undefined: search is by words alone then. */
export async function embedder(scope: Scope): Promise<Embedder | undefined> {
  return connect(scope, await inUse(scope, "embed"));
}

/** The embedder that the next index is built with: the staged one, else the present one. Undefined: by words alone. */
export async function nextEmbedder(scope: Scope): Promise<Embedder | undefined> {
  const next = await chosen(scope, "embed-next");
  return connect(scope, await inUse(scope, next ? "embed-next" : "embed"));
}

/**
 * Makes ready for an index with another embedder, or with none: learns the length of its vectors and keeps it beside the
 * present one, with which the company searches until `promoteEmbedder`. Throws what `Embedders.probe` throws.
 */
export async function stageEmbedder(scope: Scope, id: string | null): Promise<void> {
  requireRole(scope, "admin");
  const row = id === null ? null : await Entry.require(scope, id);
  if (row?.kind === "embed") {
    const { dimensions } = await scope.embedders.probe(embedderPlace(row.place, keyOf(scope, row)));
    await scope.db.update(modelTable).set({ dimensions }).where(eq(modelTable.id, row.id));
  }
  await choose(scope, "embed-next", id);
}

/** The staged embedder takes the present one's place. Without a staged one nothing changes. For a caller's transaction. */
export async function promoteEmbedder(scope: Scope): Promise<void> {
  const next = await chosen(scope, "embed-next");
  if (!next) return;
  await leave(scope, ["embed", "embed-next"]);
  if (next.modelId !== null) await choose(scope, "embed", next.modelId);
}

/** Forgets the staged embedder: the next index will not be built. */
export async function unstageEmbedder(scope: Scope): Promise<void> {
  requireRole(scope, "admin");
  await leave(scope, ["embed-next"]);
}

/** The chosen model and its stand-in, without those that are for other groups. */
async function answering(scope: Scope): Promise<{ chosen: boolean; rows: Row[] }> {
  const row = await inUse(scope, "chat");
  if (!row) return { chosen: false, rows: [] };
  const standIn = row.fallbackId === null ? undefined : await Entry.find(scope, row.fallbackId);
  const both = standIn ? [row, standIn] : [row];
  const closed = await closedTo(scope, both);
  return { chosen: true, rows: both.filter(({ id }) => !closed.has(id)) };
}

function connectChat(scope: Scope, row: Row): ChatModel {
  return within(row.abilities, scope.chatModels.connect(chatAddress(row.place, keyOf(scope, row))));
}

function connect(scope: Scope, row: Row | undefined): Embedder | undefined {
  if (!row?.dimensions) return undefined;
  const place = embedderPlace(row.place, keyOf(scope, row));
  return cached(scope, scope.embedders.connect({ ...place, dimensions: row.dimensions }));
}
