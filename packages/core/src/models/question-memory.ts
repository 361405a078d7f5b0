import type { Embedder } from "./embedder.ts";

/** Remembers the vectors of the questions that were asked last: they come again, from pages, replays and impatient people. */
export function rememberQuestions(embedder: Embedder, questionsMax = 500): Embedder {
  const known = new Map<string, Float32Array>();

  function remember(text: string, vector: Float32Array): void {
    known.delete(text);
    known.set(text, vector);
    const oldest = known.size > questionsMax ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  }

  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    remembers: (question) => known.has(question),
    async embed(texts, kind, signal) {
      const [text] = texts;
      if (kind !== "query" || texts.length !== 1 || text === undefined) return embedder.embed(texts, kind, signal);
      const found = known.get(text);
      const vectors = found ? [found] : await embedder.embed(texts, kind, signal);
      if (vectors[0]) remember(text, vectors[0]);
      return vectors;
    },
  };
}
