import { z } from "zod";
import { requireRole, type Scope } from "../scope.ts";
import type { ChatModel } from "./chat-model.ts";
import { addressFor, addressOf, find, store, forget, type Row } from "./connection-row.ts";
import { tested, type Tested } from "./tested.ts";

// one noun to its callers: the models a company has connected
export * from "./embedder-connection.ts";
export * from "./reranker-connection.ts";

/** A stored connection, as administrators see it: never with its key. */
export interface Info {
  baseUrl: string;
  model: string;
  hasApiKey: boolean;
}

export const Input = z.strictObject({
  /** Ends where `/chat/completions` begins, for most servers in `/v1`. */
  baseUrl: z.string().trim().max(500),
  model: z.string().trim().min(1).max(200),
  /** Absent keeps the stored key, as long as the server is the same; null takes it away. */
  apiKey: z.string().trim().min(1).max(1000).nullable().optional(),
});
export type Input = z.infer<typeof Input>;

/** What answers questions now: the connected model, one found on this machine, or none: then the desk quotes. */
export interface Status {
  kind: "quoting" | "connected" | "detected";
  name: string;
}

export async function get(scope: Scope): Promise<Info | null> {
  requireRole(scope, "admin");
  const row = await find(scope, "chat");
  return row ? fromRow(row) : null;
}

export async function set(scope: Scope, input: Input): Promise<Info> {
  requireRole(scope, "admin");
  return fromRow(await store(scope, "chat", "openai", await addressFor(scope, ["chat"], input)));
}

export async function remove(scope: Scope): Promise<void> {
  requireRole(scope, "admin");
  await forget(scope, ["chat"]);
}

/** Asks the model for one short answer. What goes wrong is reported, not thrown. */
export async function test(scope: Scope, input: Input): Promise<Tested> {
  requireRole(scope, "admin");
  return tested(input.model, async (signal) => {
    const address = await addressFor(scope, ["chat"], input);
    return shortAnswer(scope.chatModels.connect({ provider: "openai", ...address }), signal);
  });
}

/** The model that answers for the actor's company: connected, else found on this machine, else undefined. */
export async function current(scope: Scope): Promise<ChatModel | undefined> {
  const row = await find(scope, "chat");
  const address = row ? { provider: "openai" as const, ...addressOf(scope, row) } : await scope.chatModels.detect();
  return address && scope.chatModels.connect(address);
}

export async function status(scope: Scope): Promise<Status> {
  const row = await find(scope, "chat");
  if (row) return { kind: "connected", name: row.model };
  const detected = await scope.chatModels.detect();
  return detected ? { kind: "detected", name: detected.model } : { kind: "quoting", name: "" };
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

function fromRow({ baseUrl, model, apiKey }: Row): Info {
  return { baseUrl, model, hasApiKey: apiKey !== null };
}
