import { expect, test } from "vitest";
import { PublicError } from "@docent/core/error";
import type { Embedder } from "@docent/core/models/embedder";
import { cosine } from "@docent/core/models/vector";

const sentences = ["Parents may stay at home for twelve weeks.", "The printer stands on the second floor."];

/** Every adapter passes the same promises; an adapter's own file only says how to build it. */
export function embedderContract(name: string, make: () => Promise<Embedder>) {
  test(`${name} gives one vector of length one per text, in order, however many there are`, async () => {
    const embedder = await make();
    const texts = Array.from({ length: 70 }, (_, i) => `${i} ${sentences[i % 2]} ${"word ".repeat((i * 7) % 40)}`);

    const together = await embedder.embed(texts, "passage");
    const alone = await embedder.embed([texts[33] ?? ""], "passage");

    expect(together).toHaveLength(70);
    for (const vector of together) {
      expect(vector).toHaveLength(embedder.dimensions);
      expect(cosine(vector, vector)).toBeCloseTo(1, 4);
    }
    expect(cosine(together[33] ?? new Float32Array(), alone[0] ?? new Float32Array())).toBeGreaterThan(0.99);
  });

  test(`${name} puts a question nearest to the text that shares its words`, async () => {
    const embedder = await make();

    const [question] = await embedder.embed(["where the printer stands"], "query");
    const [parents, printer] = await embedder.embed(sentences, "passage");

    if (!question || !parents || !printer) throw new Error("too few vectors");
    expect(cosine(question, printer)).toBeGreaterThan(cosine(question, parents));
  });

  test(`${name} bears texts that are empty, long and full of rare characters`, async () => {
    const embedder = await make();

    const vectors = await embedder.embed(["", "很长的文字。".repeat(2000), "🙂\u0000\uD800 ﷽"], "passage");

    for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true);
  });

  test(`${name} has nothing to do for no texts`, async () => {
    expect(await (await make()).embed([], "passage")).toEqual([]);
  });

  test(`${name} stops when its caller does`, async () => {
    const embedder = await make();
    const gone = AbortSignal.abort(new Error("gone"));

    const error: unknown = await embedder.embed(sentences, "passage", gone).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PublicError);
  });
}
