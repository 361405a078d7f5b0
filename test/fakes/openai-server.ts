import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What the server does with one request. */
export interface Scenario {
  /** The answer, sent in pieces of `pieceLength` characters. */
  text?: string;
  pieces?: string[];
  pieceLength?: number;
  reasoning?: string;
  /** The name that the field with the thinking has. */
  reasoningField?: "reasoning_content" | "reasoning" | "both";
  finishReason?: string | null;
  /** Instead of the usual count. */
  usage?: object;
  /** Says what it used with every piece, and not only at the end. */
  countsAlways?: boolean;
  /** What the model calls after its text. */
  calls?: readonly FakeCall[];
  /** In pieces of a few characters; each whole and under one index without an id, as older Ollama does; or with an object for its arguments. */
  callForm?: "pieces" | "whole" | "object";
  /** Fields of a request that the server refuses, and in whose words it does. `system` is the role of that name. */
  refuses?: readonly string[];
  refusalForm?: keyof typeof refusals;
  firstMs?: number;
  pieceMs?: number;
  keepAlive?: boolean;
  /** Cuts the bytes of the stream into chunks of this many. */
  chunkBytes?: number;
  fault?: Fault;
  /** For faults in the middle: how many pieces come before it. */
  faultAfter?: number;
}

export interface FakeCall {
  name: string;
  /** JSON, if it is not to be broken. */
  arguments: string;
}

export type Fault =
  | { type: "status"; status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  | { type: "error-event"; named?: boolean }
  | { type: "broken-json" }
  /** The stream ends in order, but without a reason and without [DONE]. */
  | { type: "truncated" }
  | { type: "killed" }
  | { type: "hangs" }
  /** Comments that keep the line open, and never an answer. */
  | { type: "only-comments" }
  /** 200, an event stream, and not a byte in it. */
  | { type: "nothing" }
  | { type: "web-page" }
  | { type: "redirect"; to: string };

export interface LoggedRequest {
  path: string;
  headers: IncomingMessage["headers"];
  body: { model?: string; messages?: { role: string; content: string }[]; [key: string]: unknown };
  closed?: "finished" | "client-closed-early";
}

export interface FakeOpenAi {
  /** For a ModelAddress: ends in /v1. */
  baseUrl: string;
  /** Without /v1, where Ollama's own routes are. */
  origin: string;
  log: LoggedRequest[];
  /** Answers to come, in order; the last one stays when the others are used up. */
  play(...scenarios: Scenario[]): void;
  /** Names that `/api/tags` lists, as Ollama does. */
  ollamaModels: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** An OpenAI-compatible server on a port of its own, whose answers and faults are scripted request by request. */
export async function fakeOpenAi(...scenarios: Scenario[]): Promise<FakeOpenAi> {
  let queue = scenarios;
  const log: LoggedRequest[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/api/tags") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ models: fake.ollamaModels.map((name) => ({ name })) }));
      return;
    }
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const logged: LoggedRequest = {
      path: request.url ?? "",
      headers: request.headers,
      body: JSON.parse(body || "{}") as LoggedRequest["body"],
    };
    log.push(logged);
    response.on("close", () => {
      logged.closed = response.writableFinished ? "finished" : "client-closed-early";
    });
    const scenario = (queue.length > 1 ? queue.shift() : queue[0]) ?? { text: "ready" };
    await play(scenario, response, logged.body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeOpenAi = {
    baseUrl: `${origin}/v1`,
    origin,
    log,
    play: (...next) => void (queue = next),
    ollamaModels: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

/** How servers say that they do not know or take a field. */
const refusals = {
  ollama: () => ({ error: { message: "registry.ollama.ai/library/gemma:latest does not support tools" } }),
  "llama.cpp": () => ({ error: { code: 500, message: "tools param requires --jinja flag", type: "server_error" } }),
  "vllm-tools": () => ({
    object: "error",
    message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    type: "BadRequestError",
    code: 400,
  }),
  openai: (field: string) => ({
    error: {
      message: `Unsupported parameter: '${field}' is not supported with this model.`,
      type: "invalid_request_error",
      param: field,
      code: "unsupported_parameter",
    },
  }),
  "openai-unknown": (field: string) => ({
    error: { message: `Unrecognized request argument supplied: ${field}`, type: "invalid_request_error", param: null },
  }),
  /** Made with FastAPI. */
  detail: (field: string) => ({
    detail: [{ type: "extra_forbidden", loc: ["body", field], msg: "Extra inputs are not permitted", input: 1 }],
  }),
  vllm: (field: string) => ({
    object: "error",
    message: field === "system" ? "System role not supported" : `${field} is not supported by this model`,
    type: "BadRequestError",
    code: 400,
  }),
};

async function play(scenario: Scenario, response: ServerResponse, body: LoggedRequest["body"]): Promise<void> {
  const { fault, faultAfter = 0, refusalForm = "openai" } = scenario;
  const model = String(body.model);
  const refused = scenario.refuses?.find((field) =>
    field === "system" ? body.messages?.some(({ role }) => role === field) : field in body,
  );
  if (refused !== undefined) {
    const status = refusalForm === "detail" ? 422 : refusalForm === "llama.cpp" ? 500 : 400;
    response.writeHead(status, { "content-type": "application/json" });
    return void response.end(JSON.stringify(refusals[refusalForm](refused)));
  }
  if (fault?.type === "hangs" && !faultAfter) return;
  if (fault?.type === "status") {
    response.writeHead(fault.status, { "content-type": fault.contentType ?? "application/json", ...fault.headers });
    response.end(fault.body ?? JSON.stringify({ error: { message: `status ${fault.status}`, type: "fault" } }));
    return;
  }
  if (fault?.type === "web-page") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Welcome</title>");
    return;
  }
  if (fault?.type === "redirect") {
    response.writeHead(307, { location: fault.to });
    response.end();
    return;
  }

  response.writeHead(200, { "content-type": "text/event-stream" });
  if (fault?.type === "nothing") return void response.end();
  const send = sender(response, scenario.chunkBytes);
  const chunk = (delta: object, finish: string | null = null, counted?: number) => {
    const usage = counted === undefined ? null : { prompt_tokens: 11, completion_tokens: counted };
    const choices = [{ index: 0, delta, finish_reason: finish }];
    return send(`data: ${JSON.stringify({ id: "c", model, choices, usage })}\n\n`);
  };

  response.flushHeaders();
  if (scenario.keepAlive) await send(": keep-alive\n\n");
  while (fault?.type === "only-comments" && !response.closed) {
    await send(": keep-alive\n\n");
    await sleep(50);
  }
  if (scenario.firstMs) await sleep(scenario.firstMs);
  await chunk({ role: "assistant", content: "" });
  if (scenario.reasoning) {
    const { reasoningField = "reasoning_content", reasoning } = scenario;
    const both = { reasoning_content: "", reasoning };
    await chunk(reasoningField === "both" ? both : { [reasoningField]: reasoning, content: null });
  }

  const pieces = scenario.pieces ?? cut(scenario.text ?? "", scenario.pieceLength ?? 4);
  for (const [index, piece] of pieces.entries()) {
    if (response.closed) return;
    if (fault && index === faultAfter) break;
    await chunk({ content: piece }, null, scenario.countsAlways ? index + 1 : undefined);
    if (scenario.keepAlive) await send(": keep-alive\n\n");
    if (scenario.pieceMs) await sleep(scenario.pieceMs);
  }
  if (fault) return strike(fault, response, send);

  for (const delta of callDeltas(scenario)) await chunk({ tool_calls: [delta] });
  const ending = scenario.calls ? "tool_calls" : "stop";
  if (scenario.finishReason !== null) await chunk({}, scenario.finishReason ?? ending);
  const usage = scenario.usage ?? { prompt_tokens: 11, completion_tokens: pieces.length };
  await send(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
  await send("data: [DONE]\n\n");
  response.end();
}

/** The deltas of all calls, one after the other. */
export function callDeltas({ calls = [], callForm = "pieces" }: Pick<Scenario, "calls" | "callForm">): object[] {
  return calls.flatMap(({ name, arguments: json }, index): object[] => {
    if (callForm === "whole") return [{ index: 0, type: "function", function: { name, arguments: json } }];
    if (callForm === "object") return [{ function: { name, arguments: JSON.parse(json) as object } }];
    const head = { index, id: `call_${index}`, type: "function", function: { name, arguments: "" } };
    return [head, ...cut(json, 5).map((piece) => ({ index, function: { arguments: piece } }))];
  });
}

async function strike(fault: Fault, response: ServerResponse, send: (text: string) => Promise<void>): Promise<void> {
  const error = JSON.stringify({ error: { message: "the engine stopped", type: "server_error" } });
  switch (fault.type) {
    case "error-event":
      await send(`${fault.named ? "event: error\n" : ""}data: ${error}\n\n`);
      response.end();
      return;
    case "broken-json":
      await send('data: {"choices":[{"delta":{"content":"ha\n\n');
      response.end();
      return;
    case "truncated":
      response.end();
      return;
    case "killed":
      response.socket?.resetAndDestroy();
      return;
    case "hangs":
    case "only-comments":
      return;
    case "status":
    case "nothing":
    case "web-page":
    case "redirect":
      throw new Error(`${fault.type} comes before the stream`);
  }
}

/** Writes wait for their callback: otherwise slow pieces would not be slow on the wire. */
function sender(response: ServerResponse, chunkBytes: number | undefined): (text: string) => Promise<void> {
  const write = (bytes: Buffer) =>
    new Promise<void>((resolve) => {
      if (response.closed || response.destroyed) resolve();
      else response.write(bytes, () => resolve());
    });
  return async (text) => {
    const bytes = Buffer.from(text);
    const size = chunkBytes ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) {
      await write(bytes.subarray(at, at + size));
      if (chunkBytes) await sleep(0);
    }
  };
}

/** In pieces of so many UTF-16 units, as some servers do: characters of two units may be torn. */
function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
}
