import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { documentTerms } from "@docent/core/knowledge/text/analyze";
import { z } from "zod";

export const wordVectorDimensions = 64;

export interface WordVectorServer {
  /** Ends in /v1. */
  baseUrl: string;
  /** Texts embedded so far. */
  embedded: string[];
  /** While true every request is answered 503. */
  down: boolean;
  /** How long each request takes. */
  delayMs: number;
  /** Keeps requests waiting until the function that it gives is called. */
  hold(): () => void;
  /** Resolves when a request waits. */
  waited(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const Body = z.object({ input: z.array(z.string()) });

/** An OpenAI-compatible embeddings server whose vectors count words: texts that share words are near each other. */
export async function wordVectorServer(): Promise<WordVectorServer> {
  let gate: Promise<void> | undefined;
  let arrived = Promise.withResolvers<void>();
  const embedded: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => void answer(Buffer.concat(parts).toString()));
    const answer = async (text: string) => {
      arrived.resolve();
      await gate;
      if (fake.delayMs > 0) await sleep(fake.delayMs);
      response.setHeader("content-type", "application/json");
      if (fake.down) {
        response.statusCode = 503;
        return response.end(JSON.stringify({ error: { message: "the server is being restarted" } }));
      }
      const { input } = Body.parse(JSON.parse(text));
      embedded.push(...input);
      response.end(JSON.stringify({ data: input.map((one, index) => ({ index, embedding: wordVector(one) })) }));
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: WordVectorServer = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    embedded,
    down: false,
    delayMs: 0,
    hold() {
      const held = Promise.withResolvers<void>();
      gate = held.promise;
      arrived = Promise.withResolvers<void>();
      return () => {
        gate = undefined;
        held.resolve();
      };
    },
    waited: () => arrived.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

export function wordVector(text: string): number[] {
  const vector = Array.from({ length: wordVectorDimensions }, () => 0.001);
  for (const term of documentTerms(text)) {
    let hash = 0;
    for (const character of term) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    const at = hash % wordVectorDimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}
