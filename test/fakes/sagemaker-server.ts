import { setTimeout as sleep } from "node:timers/promises";
import { bytesFrame, errorFrame, eventFrame, exceptionFrame, firstHalf, withWrongChecksum } from "./aws-frames.ts";
import { awsServer, type AwsRequest, type AwsResponse } from "./aws-server.ts";
import { callDeltas, type FakeCall } from "./openai-server.ts";
import { containers, embeds, reranks, type Container } from "./sagemaker-containers.ts";

/** What the endpoint does with one request. */
export interface SageMakerScenario {
  /** Whose dialect its container speaks. */
  container?: keyof typeof containers;
  /** The answer, in pieces of `pieceLength` characters. */
  text?: string;
  pieceLength?: number;
  reasoning?: string;
  reasoningField?: "reasoning_content" | "reasoning";
  /** What the model calls after its text. */
  calls?: readonly FakeCall[];
  /** Null: the container names no reason. */
  reason?: string | null;
  firstMs?: number;
  pieceMs?: number;
  /** Cuts what the container says into parts of this many bytes: inside of characters and of lines. */
  partBytes?: number;
  /** Cuts the frames into chunks of this many bytes. */
  chunkBytes?: number;
  /** All that the container says comes in one part. */
  glued?: boolean;
  /** Sends an event that no client knows, and lines that only keep the connection open. */
  noise?: boolean;
  /** The end of what the container says has no line break. */
  lastLineOpen?: boolean;
  /** A container that embeds or reranks takes no more texts at once, and none that is longer. */
  textsMax?: number;
  charactersMax?: number;
  fault?: SageMakerFault;
  /** For faults in the middle: how many pieces come before it. */
  faultAfter?: number;
}

export type SageMakerFault =
  /** SageMaker's own refusal. */
  | { type: "status"; status: number; name: string; message?: string }
  /** The container's refusal, which SageMaker passes on. */
  | { type: "model-error"; status: number; message: string }
  | { type: "stream-exception"; name: "ModelStreamError" | "InternalStreamFailure"; message: string }
  | { type: "unmodelled-error" }
  /** A line of the container that says that something went wrong. */
  | { type: "error-line"; message: string }
  | { type: "broken-json" }
  /** The stream ends in order, but in the middle of the answer. */
  | { type: "truncated" }
  /** The same, in the middle of a line. */
  | { type: "half-line" }
  | { type: "half-frame" }
  | { type: "wrong-checksum" }
  | { type: "killed" }
  | { type: "hangs" }
  | { type: "nothing" }
  | { type: "web-page" };

export interface FakeSageMaker {
  /** For AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME. */
  url: string;
  log: AwsRequest[];
  /** Answers to come, in order; the last one stays when the others are used up. */
  play(...scenarios: SageMakerScenario[]): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** SageMaker's endpoints on a port of their own, with containers behind them whose answers and faults are scripted request by request. */
export async function fakeSageMaker(...scenarios: SageMakerScenario[]): Promise<FakeSageMaker> {
  let queue = scenarios;
  const server = await awsServer(async (request, response) => {
    const scenario = (queue.length > 1 ? queue.shift() : queue[0]) ?? { text: "ready" };
    const [, endpoint, way] = /^\/endpoints\/([^/]+)\/(invocations(?:-response-stream)?)$/.exec(request.path) ?? [];
    if (!endpoint || request.method !== "POST") return refuse(response, 404, "UnknownOperationException", "unknown");
    await play(scenario, request, response, way === "invocations");
  });
  return { ...server, play: (...next) => void (queue = next) };
}

function refuse(response: AwsResponse, status: number, name: string, message: string, more: object = {}): void {
  response.head(status, { "content-type": "application/json", "x-amzn-errortype": `${name}:http://internal.example/` });
  // SageMaker writes it large
  response.end(JSON.stringify({ Message: message, ...more }));
}

/** What the container says when it takes no request, as SageMaker passes it on. */
function refuseByContainer(response: AwsResponse, status: number, message: string): void {
  const said = `Received client error (${status}) from primary with message "${message}".`;
  const log = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/e";
  refuse(response, 424, "ModelError", said, {
    OriginalStatusCode: status,
    OriginalMessage: message,
    LogStreamArn: log,
  });
}

function isTooMuch({ textsMax = Infinity, charactersMax = Infinity }: SageMakerScenario, body: object): boolean {
  const texts = Object.values(body).filter(Array.isArray).flat() as unknown[];
  const count = Math.max(0, ...Object.values(body).map((value) => (Array.isArray(value) ? value.length : 0)));
  return count > textsMax || texts.some((text) => typeof text === "string" && text.length > charactersMax);
}

async function play(scenario: SageMakerScenario, request: AwsRequest, response: AwsResponse, whole: boolean) {
  const { fault, faultAfter = 0 } = scenario;
  if (fault?.type === "hangs" && !faultAfter) return;
  if (fault?.type === "killed" && !faultAfter) return response.kill();
  if (fault?.type === "status")
    return refuse(response, fault.status, fault.name, fault.message ?? `it is ${fault.name}`);
  if (fault?.type === "model-error") return refuseByContainer(response, fault.status, fault.message);
  if (scenario.firstMs) await sleep(scenario.firstMs);
  const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
  if (isTooMuch(scenario, body)) return refuseByContainer(response, 413, "batch size or length is more than allowed");
  if (whole) {
    response.head(200, { "content-type": "application/json", "x-amzn-invoked-production-variant": "AllTraffic" });
    return response.end(wholeAnswer(scenario, body));
  }
  response.head(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-sagemaker-content-type": "application/octet-stream",
  });
  await stream(scenario, response);
}

function wholeAnswer({ fault, ...scenario }: SageMakerScenario, body: Record<string, unknown>): string {
  if (fault?.type === "web-page") return "<!doctype html><title>Welcome</title>";
  if (fault?.type === "nothing") return "{}";
  const answer = embeds(body) ?? reranks(body);
  return answer ? JSON.stringify(answer) : JSON.stringify(containerOf(scenario).whole(scenario.text ?? ""), null, 2);
}

function containerOf({ container = "messages" }: SageMakerScenario): Container {
  return containers[container];
}

async function stream(scenario: SageMakerScenario, response: AwsResponse): Promise<void> {
  const { fault, faultAfter = 0, partBytes, chunkBytes } = scenario;
  const container = containerOf(scenario);
  let held = Buffer.alloc(0);

  const send = async (text: string) => {
    held = Buffer.concat([held, Buffer.from(text)]);
    if (!scenario.glued) await flush(partBytes === undefined);
  };
  /** With parts of a fixed length the rest waits for what comes next, across lines and characters. */
  const flush = async (all: boolean) => {
    const length = partBytes ?? held.length;
    while (held.length && (all || held.length >= length)) {
      const part = held.subarray(0, scenario.glued ? held.length : length);
      held = held.subarray(part.length);
      await response.write(bytesFrame("PayloadPart", part), chunkBytes);
    }
  };

  if (fault?.type === "nothing") return response.end();
  if (fault?.type === "web-page") {
    await response.write(bytesFrame("PayloadPart", "<!doctype html>\n<title>Welcome</title>\n"));
    return response.end();
  }
  if (scenario.noise) {
    await response.write(eventFrame("SomethingNew", { a: 1 }));
    await send(": keep-alive\n\n\n");
  }
  if (scenario.reasoning) await send(container.thinks(scenario.reasoning, scenario.reasoningField));
  const pieces = cut(scenario.text ?? "", scenario.pieceLength ?? 4);
  for (const [index, piece] of pieces.entries()) {
    if (response.closed) return;
    if (fault && index === faultAfter) break;
    await send(container.piece(piece));
    if (scenario.pieceMs) await sleep(scenario.pieceMs);
  }
  if (fault) {
    await flush(true);
    return strike(fault, container, response);
  }
  for (const delta of callDeltas(scenario)) await send(container.calls?.(delta) ?? "");
  const end = container.end(scenario.reason === undefined ? container.reason : scenario.reason, pieces.length);
  await send(scenario.lastLineOpen ? end.trimEnd() : end);
  await flush(true);
  response.end();
}

async function strike(fault: SageMakerFault, container: Container, response: AwsResponse): Promise<void> {
  const part = (text: string) => bytesFrame("PayloadPart", text);
  switch (fault.type) {
    case "stream-exception":
      await response.write(exceptionFrame(fault.name, { Message: fault.message, ErrorCode: "StreamBroken" }));
      return response.end();
    case "unmodelled-error":
      await response.write(errorFrame("InternalError", "something broke"));
      return response.end();
    case "error-line":
      await response.write(part(container.fails(fault.message)));
      return response.end();
    case "broken-json":
      await response.write(part('data: {"choices":[{"delta":{"content":"ha\n\n'));
      return response.end();
    case "truncated":
      return response.end();
    case "half-line":
      await response.write(part(container.piece("half").slice(0, 20)));
      return response.end();
    case "half-frame":
      await response.write(firstHalf(part(container.piece("half"))));
      return response.end();
    case "wrong-checksum":
      await response.write(withWrongChecksum(part(container.piece("half"))));
      return response.end();
    case "killed":
      return response.kill();
    case "hangs":
      return;
    case "status":
    case "model-error":
    case "nothing":
    case "web-page":
      throw new Error(`${fault.type} comes before the stream`);
  }
}

function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
}
