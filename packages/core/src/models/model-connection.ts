import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { modelConnectionTable, type ModelKind } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import type { ChatModel, ModelAddress } from "./chat-model.ts";
import type { Embedder } from "./embedder.ts";
import type { Reranker } from "./reranker.ts";
import { seal, unseal } from "./sealed.ts";

const testMs = 30_000;

/** A stored connection, as administrators see it: never with its key. */
export interface Info {
  baseUrl: string;
  model: string;
  hasApiKey: boolean;
}

export const Input = z.object({
  /** Ends where `/chat/completions` begins, for most servers in `/v1`. */
  baseUrl: z.string().trim().max(500),
  model: z.string().trim().min(1).max(200),
  /** Absent keeps the stored key, as long as the server is the same; null takes it away. */
  apiKey: z.string().trim().min(1).max(1000).nullable().optional(),
});
export type Input = z.infer<typeof Input>;

export interface Tested {
  ok: boolean;
  milliseconds: number;
  model: string;
  /** The model's answer, or what went wrong and what to do. */
  message: string;
}

/** What answers questions now: the connected model, one found on this machine, or none: then the desk quotes. */
export interface Status {
  kind: "quoting" | "connected" | "detected";
  name: string;
}

type Row = typeof modelConnectionTable.$inferSelect;

export async function get(scope: Scope): Promise<Info | null> {
  requireRole(scope, "admin");
  const row = await find(scope);
  return row ? fromRow(row) : null;
}

export async function set(scope: Scope, input: Input): Promise<Info> {
  requireRole(scope, "admin");
  const companyId = requireCompany(scope);
  const address = await addressFor(scope, input);
  const { baseUrl, model } = address;
  const apiKey = address.apiKey ? seal(scope.secret, purposeOf(companyId), address.apiKey) : null;
  const [row] = await scope.db
    .insert(modelConnectionTable)
    .values({ id: newId("modelConnection"), companyId, baseUrl, model, apiKey, createdAt: scope.now() })
    .onConflictDoUpdate({
      target: [modelConnectionTable.companyId, modelConnectionTable.kind],
      set: { baseUrl, model, apiKey },
    })
    .returning();
  if (!row) throw new Error("the connection was not stored");
  return fromRow(row);
}

export async function remove(scope: Scope): Promise<void> {
  requireRole(scope, "admin");
  await scope.db.delete(modelConnectionTable).where(ofKind(scope, "chat"));
}

/** Asks the model for one short answer. What goes wrong is reported, not thrown. */
export async function test(scope: Scope, input: Input): Promise<Tested> {
  requireRole(scope, "admin");
  const start = performance.now();
  const report = (ok: boolean, message: string): Tested => {
    return { ok, milliseconds: Math.round(performance.now() - start), model: input.model, message };
  };
  const signal = AbortSignal.timeout(testMs);
  try {
    const address = await addressFor(scope, input);
    return report(true, await shortAnswer(scope.chatModels.connect(address), signal));
  } catch (error) {
    if (error instanceof PublicError) return report(false, error.message);
    if (signal.aborted)
      return report(false, `No answer within ${testMs / 1000} seconds. Is the model loaded and the server free?`);
    throw error;
  }
}

/** The model that answers for the actor's company: connected, else found on this machine, else undefined. */
export async function current(scope: Scope): Promise<ChatModel | undefined> {
  const row = await find(scope);
  const address = row ? addressOf(scope, row) : await scope.chatModels.detect();
  return address && scope.chatModels.connect(address);
}

/** The embedder the company has connected, or undefined: search is by words alone then. */
export async function embedder(scope: Scope): Promise<Embedder | undefined> {
  const row = await find(scope, "embed");
  if (!row?.dimensions) return undefined;
  const { dimensions, model } = row;
  return scope.embedders.connect(
    row.provider === "onnx"
      ? { provider: "onnx", model, dimensions }
      : { provider: "openai", ...addressOf(scope, row), dimensions },
  );
}

/** The reranker the company has connected, or undefined: the fused order stands then. */
export async function reranker(scope: Scope): Promise<Reranker | undefined> {
  const row = await find(scope, "rerank");
  if (!row) return undefined;
  return scope.rerankers.connect(
    row.provider === "onnx"
      ? { provider: "onnx", model: row.model }
      : { provider: "rerank-api", ...addressOf(scope, row) },
  );
}

export async function status(scope: Scope): Promise<Status> {
  const row = await find(scope);
  if (row) return { kind: "connected", name: row.model };
  const detected = await scope.chatModels.detect();
  return detected ? { kind: "detected", name: detected.model } : { kind: "quoting", name: "" };
}

async function find(scope: Scope, kind: ModelKind = "chat"): Promise<Row | undefined> {
  const [row] = await scope.db.select().from(modelConnectionTable).where(ofKind(scope, kind));
  return row;
}

function ofKind(scope: Scope, kind: ModelKind) {
  return and(eq(modelConnectionTable.companyId, requireCompany(scope)), eq(modelConnectionTable.kind, kind));
}

async function addressFor(scope: Scope, { baseUrl, model, apiKey }: Input): Promise<ModelAddress> {
  const url = checkUrl(baseUrl);
  if (apiKey !== undefined) return { baseUrl: url, model, ...(apiKey && { apiKey }) };
  const row = await find(scope);
  // a key goes to no other server than the one it was entered for
  const kept = row && new URL(row.baseUrl).origin === new URL(url).origin ? addressOf(scope, row).apiKey : undefined;
  return { baseUrl: url, model, ...(kept && { apiKey: kept }) };
}

function addressOf(scope: Scope, { baseUrl, model, apiKey, companyId }: Row): ModelAddress {
  return { baseUrl, model, ...(apiKey && { apiKey: unseal(scope.secret, purposeOf(companyId), apiKey) }) };
}

function checkUrl(text: string): string {
  const url = URL.parse(text);
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (isPlain) return url.href.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  throw new PublicError(
    "invalid",
    "model.url_invalid",
    "The address must look like https://api.example.com/v1: http or https, without user name, password or parameters.",
  );
}

async function shortAnswer(model: ChatModel, signal: AbortSignal): Promise<string> {
  const prompt = { system: "", messages: [{ role: "user" as const, text: "Reply with the one word: ready" }] };
  let text = "";
  for await (const part of model.stream(prompt, signal)) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "retract") text = "";
    if (text.length > 200) break;
  }
  return text.trim().slice(0, 200);
}

function purposeOf(companyId: string): string {
  return `model-key:${companyId}`;
}

function fromRow({ baseUrl, model, apiKey }: Row): Info {
  return { baseUrl, model, hasApiKey: apiKey !== null };
}
