import { expect, test } from "vitest";
import type { Reranker } from "@docent/core/models/reranker";

/** Every adapter passes the same promises; an adapter's own file only says how to build it. */
export function rerankerContract(name: string, make: () => Promise<Reranker>) {
  test(`${name} gives one score per text, in the order of the texts, the fitting one the best`, async () => {
    const reranker = await make();
    const texts = Array.from({ length: 40 }, (_, i) =>
      i === 37 ? "the printer stands upstairs" : `paper number ${i}`,
    );

    const scores = await reranker.rerank("where does the printer stand", texts);

    expect(scores).toHaveLength(40);
    expect(scores.indexOf(Math.max(...scores))).toBe(37);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  test(`${name} has nothing to do for no texts`, async () => {
    expect(await (await make()).rerank("where", [])).toEqual([]);
  });

  test(`${name} stops when its caller does`, async () => {
    const reranker = await make();

    const attempt = reranker.rerank("where", ["here"], AbortSignal.abort(new Error("gone")));

    await expect(attempt).rejects.toThrow();
  });
}
