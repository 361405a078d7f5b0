import { setTimeout as sleep } from "node:timers/promises";
import { errorFrame, eventFrame, exceptionFrame, firstHalf, withWrongChecksum } from "./aws-frames.ts";
import { type AwsRequest, type AwsResponse, type AwsServer, awsServer } from "./aws-server.ts";
import type { FakeCall } from "./openai-server.ts";
import { retrieval, type RetrievalOptions } from "./bedrock-retrieval.ts";

/** What Bedrock does with one request. */
export interface BedrockScenario {
  /** The answer, sent in pieces of `pieceLength` characters. */
  text?: string;
  pieceLength?: number;
  reasoning?: string;
  /** What the model calls after its text; the JSON of the arguments comes in pieces. */
  calls?: readonly FakeCall[];
  stopReason?: string;
  usage?: Record<string, number>;
  /** What the guardrail found, as `metadata.trace.guardrail` has it. */
  guardrail?: object;
  /** Ends after `messageStop`, or stops sending there. */
  metadata?: "absent" | "hangs";
  firstMs?: number;
  pieceMs?: number;
  /** Cuts the bytes of the stream into chunks of this many, or sends them all in one. */
  chunkBytes?: number;
  glued?: boolean;
  /** Sends an event of a kind that the SDK does not know before each piece. */
  unknownEvents?: boolean;
  fault?: BedrockFault;
  /** For faults in the stream: how many pieces come before it. 0: it is the first event. */
  faultAfter?: number;
  /** How it embeds and reranks. */
  retrieval?: RetrievalOptions;
}

export type BedrockFault =
  /** An answer that is an error, as AWS words them. */
  | { type: "refuses"; status: number; name: string; message?: string; headers?: Record<string, string> }
  /** In the stream: an error that Bedrock describes, and one that it does not. */
  | { type: "exception"; name: string; message?: string }
  | { type: "error"; code: string; message: string }
  /** The stream ends in order, but without `messageStop`. */
  | { type: "truncated" }
  | { type: "half-frame" }
  | { type: "wrong-checksum" }
  | { type: "reset" }
  | { type: "killed" }
  | { type: "hangs" }
  /** 200, an event stream, and not a byte in it. */
  | { type: "nothing" }
  | { type: "web-page" };

export interface FakeBedrock extends AwsServer {
  /** Answers to come, in order; the last one stays when the others are used up. */
  play(...scenarios: BedrockScenario[]): void;
}

/** Bedrock on a port of its own, over both HTTP versions, whose answers and faults are scripted request by request. */
export async function fakeBedrock(...scenarios: BedrockScenario[]): Promise<FakeBedrock> {
  let queue = scenarios;
  const server = await awsServer(async (request, response) => {
    const scenario = (queue.length > 1 ? queue.shift() : queue[0]) ?? { text: "ready" };
    if (beforeStream(scenario, response)) return;
    if (request.path.endsWith("/converse-stream")) await converse(scenario, response);
    else retrieval(request, response, scenario.retrieval ?? {});
  });
  return { ...server, play: (...next) => void (queue = next) };
}

/** The parsed body of a request. */
export function jsonOf(request: AwsRequest | undefined): Record<string, unknown> {
  return JSON.parse(request?.body.toString() ?? "{}") as Record<string, unknown>;
}

/** Whether the scenario was over before anything of the answer came. */
function beforeStream({ fault, faultAfter = 0 }: BedrockScenario, response: AwsResponse): boolean {
  if (fault?.type === "refuses") {
    const type = { "x-amzn-errortype": `${fault.name}:http://internal.amazon.com/coral/` };
    response.head(fault.status, { "content-type": "application/json", ...type, ...fault.headers });
    response.end(JSON.stringify({ message: fault.message ?? fault.name }));
    return true;
  }
  if (fault?.type === "web-page") {
    response.head(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Welcome</title>");
    return true;
  }
  if (faultAfter > 0) return false;
  if (fault?.type === "killed") response.kill();
  return fault?.type === "hangs" || fault?.type === "killed";
}

async function converse(scenario: BedrockScenario, response: AwsResponse): Promise<void> {
  const { fault, faultAfter = 0, chunkBytes, metadata } = scenario;
  response.head(200, { "content-type": "application/vnd.amazon.eventstream" });
  if (fault?.type === "nothing") return response.end();
  const glue: Buffer[] = [];
  const send = async (frame: Buffer) => {
    if (scenario.glued) glue.push(frame);
    else await response.write(frame, chunkBytes);
  };
  const delta = (delta: object, contentBlockIndex: number) =>
    send(eventFrame("contentBlockDelta", { contentBlockIndex, delta }));

  if (scenario.firstMs) await sleep(scenario.firstMs);
  if (fault && faultAfter === 0) return strike(fault, response);
  await send(eventFrame("messageStart", { role: "assistant" }));
  if (scenario.reasoning) {
    await delta({ reasoningContent: { text: scenario.reasoning } }, 0);
    await delta({ reasoningContent: { signature: "c2lnbmVk" } }, 0);
    await send(eventFrame("contentBlockStop", { contentBlockIndex: 0 }));
  }
  const index = scenario.reasoning ? 1 : 0;
  const pieces = cut(scenario.text ?? "", scenario.pieceLength ?? 4);
  for (const [number, piece] of pieces.entries()) {
    if (response.closed) return;
    if (fault && number === faultAfter) break;
    if (scenario.unknownEvents) await send(eventFrame("somethingNew", { of: "next year" }));
    await delta({ text: piece }, index);
    if (scenario.pieceMs) await sleep(scenario.pieceMs);
  }
  if (fault) return strike(fault, response);

  await send(eventFrame("contentBlockStop", { contentBlockIndex: index }));
  for (const [number, { name, arguments: json }] of (scenario.calls ?? []).entries()) {
    const contentBlockIndex = index + 1 + number;
    const start = { toolUse: { toolUseId: `tooluse_${number}`, name } };
    await send(eventFrame("contentBlockStart", { contentBlockIndex, start }));
    for (const input of cut(json, 5)) await delta({ toolUse: { input } }, contentBlockIndex);
    await send(eventFrame("contentBlockStop", { contentBlockIndex }));
  }
  const ending = scenario.calls ? "tool_use" : "end_turn";
  await send(eventFrame("messageStop", { stopReason: scenario.stopReason ?? ending }));
  if (metadata === "hangs") return;
  if (metadata !== "absent") await send(eventFrame("metadata", costOf(scenario, pieces.length)));
  if (glue.length > 0) await response.write(Buffer.concat(glue));
  response.end();
}

function costOf({ usage, guardrail }: BedrockScenario, outputTokens: number) {
  return {
    usage: { inputTokens: 11, outputTokens, totalTokens: 11 + outputTokens, ...usage },
    metrics: { latencyMs: 3 },
    ...(guardrail && { trace: { guardrail } }),
  };
}

async function strike(fault: BedrockFault, response: AwsResponse): Promise<void> {
  const frame = eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "lost" } });
  switch (fault.type) {
    case "exception":
      await response.write(exceptionFrame(fault.name, { message: fault.message ?? fault.name }));
      return response.end();
    case "error":
      await response.write(errorFrame(fault.code, fault.message));
      return response.end();
    case "half-frame":
      await response.write(firstHalf(frame));
      return response.end();
    case "wrong-checksum":
      await response.write(withWrongChecksum(frame));
      return response.end();
    case "truncated":
      return response.end();
    case "reset":
      return response.reset();
    case "killed":
      return response.kill();
    case "hangs":
      return;
    case "nothing":
    case "refuses":
    case "web-page":
      throw new Error(`${fault.type} comes before the stream`);
  }
}

/** In whole characters: what Bedrock sends is JSON. */
function cut(text: string, length: number): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / length);
  return Array.from({ length: count }, (_, i) => characters.slice(i * length, (i + 1) * length).join(""));
}
