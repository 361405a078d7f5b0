import { eq } from "drizzle-orm";
import { modelTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import type { Limits } from "../usage/limits.ts";
import { metered } from "../usage/meter.ts";
import type { Counted } from "../usage/reservation.ts";
import { meteredEmbedder, meteredImages, meteredReranker } from "../usage/retrieval-meter.ts";
import { within } from "./catalogue/abilities.ts";
import * as Entry from "./catalogue/entry.ts";
import {
  chatAddress,
  closedTo,
  embedderPlace,
  imageAddress,
  inUse,
  keyOf,
  rerankerAddress,
  type Row,
} from "./catalogue/entry-row.ts";
import { choose, chosen, leave } from "./catalogue/entry-use.ts";
import { withStandIn } from "./catalogue/stand-in.ts";
import type { ChatModel, ModelAddress } from "./chat-model.ts";
import type { Embedder } from "./embedder.ts";
import { cached } from "./embedding-cache.ts";
import type { ImageModel } from "./image-model.ts";
import type { Reranker } from "./reranker.ts";

/** What answers questions now: the model chosen, one found on this machine, or none: then the desk quotes. */
export interface Status {
  kind: "quoting" | "connected" | "detected";
  name: string;
}

/** What answers the actor, unless they choose otherwise. */
export async function status(scope: Scope): Promise<Status> {
  const { chosen, rows } = await rowsFor(scope, null);
  if (rows[0]) return { kind: "connected", name: rows[0].name };
  if (chosen) return { kind: "quoting", name: "" };
  const detected = await scope.chatModels.detect();
  return detected ? { kind: "detected", name: detected.model } : { kind: "quoting", name: "" };
}

/** Has a model of the catalogue answer, rank or draw from the next question on, or none. Throws `model.gone`, `model.kind_unfit`. */
export async function use(scope: Scope, what: "chat" | "rerank" | "image", id: string | null): Promise<void> {
  requireRole(scope, "admin");
  await (id === null ? leave(scope, [what]) : choose(scope, what, id));
}

/** What answers, undefined where the desk quotes. */
export interface Answering {
  model: ChatModel | undefined;
  /** What is known of it; of one found on this machine nothing is. */
  row: Row | undefined;
  /** It answers in the place of a model that was asked for and is gone, or not for the actor. */
  instead: boolean;
}

/** The model that answers the actor: the one with this id as far as they may use it, else the company's. */
export async function answering(scope: Scope, modelId: string | null = null): Promise<Answering> {
  const { chosen, rows, instead } = await rowsFor(scope, modelId);
  const [row] = rows;
  const [first, standIn] = rows.map((one) => connectChat(scope, one));
  if (chosen) return { model: first && standIn ? withStandIn(first, standIn) : first, row, instead };
  return { ...(await unchosen(scope)), instead };
}

/** What answers where no model is chosen: one found on this machine, or none. */
export async function unchosen(scope: Scope): Promise<Answering> {
  const detected = await scope.chatModels.detect();
  const model =
    detected &&
    connectAs(scope, { name: detected.model, abilities: {} }, detected, {
      modelId: null,
      name: detected.model,
      price: null,
      limits: {},
    });
  return { model, row: undefined, instead: false };
}

/**
 * The model that answers the actor where nobody chose: the company's with its stand-in, as far as their groups allow, else
 * one found on this machine when none is chosen, else undefined: then the desk quotes.
 */
export async function current(scope: Scope): Promise<ChatModel | undefined> {
  return (await answering(scope)).model;
}

/** The reranker that the company has chosen, or the one with this id; undefined: the fused order stands then. */
export async function reranker(scope: Scope, id?: string): Promise<Reranker | undefined> {
  const row = id === undefined ? await inUse(scope, "rerank") : await Entry.find(scope, id);
  if (row?.kind !== "rerank") return undefined;
  const connected = scope.rerankers.connect(rerankerAddress(row.place, keyOf(scope, row)));
  return row.place.provider === "onnx" ? connected : meteredReranker(scope, counted(row), connected);
}

/** What draws for the actor, with its name; undefined when nothing is chosen or it is for other groups. */
export async function drawing(scope: Scope): Promise<{ model: ImageModel; name: string } | undefined> {
  const row = await inUse(scope, "image");
  if (!row || (await closedTo(scope, [row])).has(row.id)) return undefined;
  const connected = scope.imageModels.connect(imageAddress(row.place, keyOf(scope, row)));
  return { model: meteredImages(scope, counted(row), connected), name: row.name };
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

/** The entries of the model that answers the actor and of its stand-in. */
export async function rowsFor(scope: Scope, modelId: string | null) {
  const wanted = modelId === null ? undefined : await Entry.find(scope, modelId);
  if (wanted?.kind === "chat") {
    const rows = await openOf(scope, wanted);
    if (rows[0] === wanted) return { chosen: true, rows, instead: false };
  }
  const row = await inUse(scope, "chat");
  return { chosen: row !== undefined, rows: row ? await openOf(scope, row) : [], instead: modelId !== null };
}

/** A model and its stand-in, without those that are for other groups. */
async function openOf(scope: Scope, row: Row): Promise<Row[]> {
  const standIn = row.fallbackId === null ? undefined : await Entry.find(scope, row.fallbackId);
  const both = standIn ? [row, standIn] : [row];
  const closed = await closedTo(scope, both);
  return both.filter(({ id }) => !closed.has(id));
}

function connectChat(scope: Scope, row: Row): ChatModel {
  return connectAs(scope, row, chatAddress(row.place, keyOf(scope, row)), { ...counted(row), limits: row.limits });
}

function connectAs(
  scope: Scope,
  known: Pick<Row, "name" | "abilities">,
  address: ModelAddress,
  of: Counted & { limits: Limits },
): ChatModel {
  const { chatModels } = scope;
  const model = within(known, chatModels.connect(address), (parameters) => chatModels.unsent(address, parameters));
  return metered(scope, { ...of, connect: (modelId) => cheaper(scope, modelId) }, model);
}

/** The model that a budget names, as far as the actor may use it. */
async function cheaper(scope: Scope, modelId: string): Promise<ChatModel | undefined> {
  const row = await Entry.find(scope, modelId);
  if (row?.kind !== "chat" || (await closedTo(scope, [row])).has(row.id)) return undefined;
  return connectChat(scope, row);
}

function counted({ id, name, price, place }: Row): Counted {
  return { modelId: id, name, price, provider: place.provider };
}

function connect(scope: Scope, row: Row | undefined): Embedder | undefined {
  if (!row?.dimensions) return undefined;
  const place = embedderPlace(row.place, keyOf(scope, row));
  const connected = scope.embedders.connect({ ...place, dimensions: row.dimensions });
  // what runs in this process costs nothing, and is not held up by being written down
  return cached(scope, place.provider === "onnx" ? connected : meteredEmbedder(scope, counted(row), connected));
}
