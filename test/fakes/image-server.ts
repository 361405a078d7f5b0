import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { png } from "../fixtures/picture-files.ts";

/** What the server does with one request. */
export interface ImageScenario {
  /** The images it draws, each as often as was asked for. */
  image?: Uint8Array;
  /** Refuses the field of this name, as newer models do. */
  refuses?: string;
  /** Answers with this instead. */
  status?: number;
  body?: unknown;
  /** Never answers. */
  hangs?: boolean;
}

export interface FakeImages {
  /** For a place of the catalogue: ends in /v1. */
  baseUrl: string;
  log: { path: string; body: Record<string, unknown>; closed?: "finished" | "client-closed-early" }[];
  /** Requests to come, in order; the last scenario stays. */
  play(...scenarios: ImageScenario[]): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server with OpenAI's `/images/generations` on a port of its own. */
export async function fakeImages(...scenarios: ImageScenario[]): Promise<FakeImages> {
  let queue = scenarios;
  const log: FakeImages["log"] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let text = "";
      for await (const part of request) text += String(part);
      const logged: FakeImages["log"][number] = { path: request.url ?? "", body: JSON.parse(text || "{}") as never };
      log.push(logged);
      response.on("close", () => {
        logged.closed = response.writableFinished ? "finished" : "client-closed-early";
      });
      const scenario = (queue.length > 1 ? queue.shift() : queue[0]) ?? {};
      if (scenario.hangs) return;
      const { status, body } = answerOf(scenario, logged.body);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    log,
    play: (...next) => void (queue = next),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answerOf({ image = png(), refuses, status, body }: ImageScenario, asked: Record<string, unknown>) {
  if (refuses !== undefined && refuses in asked) {
    const error = { message: `Unknown parameter: '${refuses}'.`, type: "invalid_request_error", param: refuses };
    return { status: 400, body: { error } };
  }
  if (status !== undefined || body !== undefined) return { status: status ?? 200, body: body ?? {} };
  const drawn = { b64_json: Buffer.from(image).toString("base64") };
  return { status: 200, body: { created: 1, data: Array.from({ length: Number(asked["n"] ?? 1) }, () => drawn) } };
}
