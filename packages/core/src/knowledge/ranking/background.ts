import { inArray } from "drizzle-orm";
import { chunkTable } from "../../db/schema.ts";
import type { Embedder } from "../../models/embedder.ts";
import type { Scope } from "../../scope.ts";
import { arbitraryTexts } from "./arbitrary-texts.ts";
import { scriptOf, type Script } from "../text/script.ts";
import { vectorRoutes, type IndexSpace, type SearchIndex, type VectorRoute } from "../index/search-index.ts";

/** The mean vector of a space's passages, per route and script: a question's cosine with it is what an arbitrary passage scores. */
export type Background = Record<VectorRoute, Record<Script, Float32Array>>;

interface Remembered {
  background: Promise<Background>;
  size: number;
  checkedAt: number;
}

const sampleSize = 1_000;
/** The arbitrary texts count as this many passages: in a small library they say more than its few passages do. */
const priorSize = 24;
const checkMs = 30_000;

const remembered = new WeakMap<SearchIndex, Map<string, Remembered>>();

/** The background of a space, from a sample of its rows; taken again when the space has grown or shrunk by a fifth. */
export async function backgroundOf(scope: Scope, space: IndexSpace, embedder: Embedder): Promise<Background> {
  const spaces = remembered.get(scope.index) ?? new Map<string, Remembered>();
  remembered.set(scope.index, spaces);
  const key = `${space.companyId} ${space.generation}`;
  const known = spaces.get(key);
  const now = performance.now();
  if (known && now - known.checkedAt < checkMs) return known.background;
  const size = await scope.index.size(space);
  if (known && Math.abs(size - known.size) * 5 <= known.size) {
    known.checkedAt = now;
    return known.background;
  }
  const background = measure(scope, space, embedder);
  spaces.set(key, { background, size, checkedAt: now });
  // what failed is measured again by the next question
  background.catch(() => spaces.delete(key));
  return background;
}

async function measure(scope: Scope, space: IndexSpace, embedder: Embedder): Promise<Background> {
  const priors = {
    han: await embedder.embed(arbitraryTexts.han, "passage"),
    other: await embedder.embed(arbitraryTexts.other, "passage"),
  };
  const entries = vectorRoutes.map(async (route) => {
    const rows = await scope.index.sample(space, route, sampleSize);
    const scripts = await scriptsOf(
      scope,
      rows.map(({ chunkId }) => chunkId),
      route,
    );
    const of = (script: Script) =>
      mean(
        rows.filter(({ chunkId }) => scripts.get(chunkId) === script).map(({ vector }) => vector),
        priors[script],
      );
    return [route, { han: of("han"), other: of("other") }] as const;
  });
  const [passage, question] = await Promise.all(entries);
  if (!passage || !question) throw new Error("a vector route without a background");
  return { "vector-passage": passage[1], "vector-question": question[1] };
}

async function scriptsOf(scope: Scope, chunkIds: readonly string[], route: VectorRoute): Promise<Map<string, Script>> {
  if (chunkIds.length === 0) return new Map();
  const rows = await scope.db
    .select({ id: chunkTable.id, text: chunkTable.text, question: chunkTable.question })
    .from(chunkTable)
    .where(inArray(chunkTable.id, [...chunkIds]));
  return new Map(
    rows.map(({ id, text, question }) => [id, scriptOf((route === "vector-question" ? question : null) ?? text)]),
  );
}

function mean(vectors: readonly Float32Array[], prior: readonly Float32Array[]): Float32Array {
  const length = prior[0]?.length ?? 0;
  const sum = new Float32Array(length);
  const add = (vector: Float32Array, weight: number) => {
    for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + weight * (vector[i] ?? 0);
  };
  const total = vectors.length + priorSize;
  for (const vector of vectors) add(vector, 1 / total);
  for (const vector of prior) add(vector, priorSize / prior.length / total);
  return sum;
}
