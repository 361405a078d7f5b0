import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { documentTerms } from "@docent/core/knowledge/text/analyze";

export interface RetrievalRequest {
  path: string;
  headers: IncomingMessage["headers"];
  body: {
    model?: string;
    input?: string[];
    input_type?: string;
    query?: string;
    documents?: string[];
    texts?: string[];
    [key: string]: unknown;
  };
}

/** What the server does with one request; without one it answers as it should. */
export type RetrievalFault =
  | { type: "status"; status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  | { type: "hangs" }
  | { type: "drops" }
  | { type: "web-page" }
  | { type: "redirect"; to: string }
  /** One result less than was asked for. */
  | { type: "one-missing" }
  | { type: "one-twice" }
  | { type: "shuffled" }
  | { type: "shorter-vectors" }
  | { type: "zeros" }
  | { type: "not-numbers" };

export interface RetrievalServerOptions {
  dimensions?: number;
  /** Sends vectors as base64 whatever was asked for. */
  base64?: boolean;
  /** Puts this before every text, by the kind it is told and "query" when it is told none. */
  prefixes?: Record<string, string>;
  /** Refuses requests with more texts, or with a longer one. */
  textsMax?: number;
  charactersMax?: number;
  /** Refuses fields that it does not know. */
  strict?: boolean;
  /** Takes and gives what text-embeddings-inference does. */
  texts?: boolean;
}

export interface RetrievalServer {
  /** Ends in /v1. */
  baseUrl: string;
  log: RetrievalRequest[];
  /** How long each reranking takes. */
  rerankMs: number;
  /** Faults of the requests to come, in order; afterwards all is well, unless the last one is to stay. */
  strike(faults: (RetrievalFault | undefined)[], stay?: boolean): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Embeds and reranks by the words that texts share, with faults scripted request by request. */
export async function retrievalServer(options: RetrievalServerOptions = {}): Promise<RetrievalServer> {
  let faults: (RetrievalFault | undefined)[] = [];
  let stays = false;
  const log: RetrievalRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const logged = {
      path: request.url ?? "",
      headers: request.headers,
      body: JSON.parse(text || "{}") as RetrievalRequest["body"],
    };
    log.push(logged);
    const fault = stays && faults.length === 1 ? faults[0] : faults.shift();
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    switch (fault?.type) {
      case "hangs":
        return;
      case "drops":
        response.socket?.resetAndDestroy();
        return;
      case "web-page":
        response.writeHead(200, { "content-type": "text/html" });
        response.end("<!doctype html><title>Welcome</title>");
        return;
      case "redirect":
        response.writeHead(307, { location: fault.to });
        response.end();
        return;
      case "status":
        response.writeHead(fault.status, {
          "content-type": fault.contentType ?? "application/json",
          ...fault.headers,
        });
        response.end(fault.body ?? JSON.stringify({ error: { message: `status ${fault.status}` } }));
        return;
      default:
    }
    const refusal = refusalOf(logged, options);
    if (refusal) return send(refusal.status, { error: { message: refusal.message } });
    if (logged.path.endsWith("/rerank") && fake.rerankMs > 0) await sleep(fake.rerankMs);
    const results = logged.path.endsWith("/rerank") ? scores(logged, options) : vectors(logged, options, fault);
    const sent = distort(results, fault);
    if (fault?.type === "not-numbers" && logged.path.endsWith("/rerank"))
      return send(200, JSON.stringify({ results: sent }).replace(/"relevance_score":[^}]+/, '"relevance_score":null'));
    if (logged.path.endsWith("/rerank")) return send(200, options.texts ? sent : { results: sent });
    send(200, { object: "list", data: sent, usage: { prompt_tokens: 1, total_tokens: 1 } });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: RetrievalServer = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    log,
    rerankMs: 0,
    strike(next, stay = false) {
      faults = [...next];
      stays = stay;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

function refusalOf({ path, body }: RetrievalRequest, options: RetrievalServerOptions) {
  const texts = body.input ?? body.documents ?? body.texts ?? [];
  if (options.texts && path.endsWith("/rerank") && !body.texts)
    return { status: 422, message: "Failed to deserialize the JSON body into the target type: missing field `texts`" };
  if (options.strict && (body.input_type !== undefined || body["task"] !== undefined))
    return { status: 400, message: "Unrecognized request argument supplied" };
  if (options.textsMax !== undefined && texts.length > options.textsMax)
    return { status: 413, message: `batch size ${texts.length} > maximum allowed batch size ${options.textsMax}` };
  const charactersMax = options.charactersMax;
  if (charactersMax !== undefined && texts.some((text) => text.length > charactersMax))
    return { status: 413, message: "inputs must have less tokens" };
  return undefined;
}

function vectors(
  { body }: RetrievalRequest,
  { dimensions = 32, base64 = false, prefixes }: RetrievalServerOptions,
  fault: RetrievalFault | undefined,
): { index: number; embedding: unknown }[] {
  const prefix = prefixes?.[body.input_type ?? "query"] ?? "";
  return (body.input ?? []).map((text, index) => {
    const vector = wordVector(prefix + text, fault?.type === "shorter-vectors" ? dimensions - 1 : dimensions);
    if (fault?.type === "zeros") vector.fill(0);
    if (fault?.type === "not-numbers") return { index, embedding: vector.map(() => null) };
    const bytes = Buffer.from(Float32Array.from(vector).buffer);
    return { index, embedding: base64 ? bytes.toString("base64") : vector };
  });
}

/** Best first, as such servers answer. */
function scores({ body }: RetrievalRequest, { texts }: RetrievalServerOptions): { index: number }[] {
  const scored = wordScores(body.query ?? "", body.documents ?? body.texts ?? []);
  return scored
    .map((score, index) => ({ index, score }))
    .sort((a, b) => b.score - a.score)
    .map(({ index, score }) => (texts ? { index, score } : { index, relevance_score: score }));
}

/** How many words each text has of the question. */
export function wordScores(question: string, texts: readonly string[]): number[] {
  const asked = new Set(documentTerms(question));
  return texts.map((text) => documentTerms(text).filter((term) => asked.has(term)).length);
}

function distort<T extends { index: number }>(results: T[], fault: RetrievalFault | undefined): T[] {
  if (fault?.type === "one-missing") return results.slice(1);
  if (fault?.type === "one-twice") return results.map((result) => ({ ...result, index: 0 }));
  if (fault?.type === "shuffled") return results.toReversed();
  return results;
}

/** A vector in which texts that share words are near. */
export function wordVector(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0.01);
  for (const term of documentTerms(text)) {
    let hash = 0;
    for (const character of term) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    const at = hash % dimensions;
    vector[at] = (vector[at] ?? 0) + 3;
  }
  return vector;
}
