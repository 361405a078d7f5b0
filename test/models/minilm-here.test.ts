import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { embedders } from "@docent/core/models/embedders";
import type { Embedder } from "@docent/core/models/embedder";
import { onnxModels, type OnnxModels } from "@docent/core/models/onnx/onnx-models";
import { cosine } from "@docent/core/models/vector";
import { embedderContract } from "../contracts/embedder.ts";
import { nearest, passages } from "./nearest.ts";
import { miniLm } from "./real-models.ts";

const models = inject("models");

describe.skipIf(!models)("all-MiniLM-L6-v2 on this machine", () => {
  let onnx: OnnxModels;
  let embedder: Embedder;

  beforeAll(async () => {
    onnx = onnxModels({ folder: models?.folder ?? "" });
    const adapter = embedders({ onnx });
    const place = { provider: "onnx", model: miniLm } as const;
    embedder = adapter.connect({ ...place, ...(await adapter.probe(place)) });
  });
  afterAll(() => onnx?.close());

  embedderContract("all-MiniLM-L6-v2", () => Promise.resolve(embedder));

  test.each([
    ["How long is maternity leave?", "parental"],
    ["Who fixes a faulty copier?", "printer"],
    ["What may I spend on accommodation when travelling?", "hotel"],
    ["I cannot get into the building, my card is gone.", "badge"],
    ["Is remote working allowed?", "home"],
    ["When can I eat?", "lunch"],
  ] as const)("%s finds the passage that says it in other words", async (question, key) => {
    expect(await nearest(embedder, question)).toBe(key);
  });

  test("the vectors are those that the model's makers publish for their sentences", async () => {
    const sentences = [
      "That is a happy person",
      "That is a happy dog",
      "That is a very happy person",
      "Today is a sunny day",
    ];

    const [source = new Float32Array(), ...others] = await embedder.embed(sentences, "passage");

    // from the model's page: 0.695, 0.943, 0.257
    expect(others.map((vector) => Math.round(cosine(source, vector) * 1000) / 1000)).toEqual([0.695, 0.943, 0.257]);
  });

  test("the event loop stays free while the model is at work", async () => {
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);

    await embedder.embed(
      Object.values(passages).flatMap((text) => [text, `${text} ${text}`, text.toUpperCase()]),
      "passage",
    );

    clearInterval(watch);
    expect(longest).toBeLessThan(250);
  });
});
