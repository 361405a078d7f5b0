import { PublicError } from "../error.ts";
import { unit } from "./vector.ts";

const results = { embedder: "vectors", reranker: "scores" };

/** What came for each text, in the order of the texts, which is not always the order in which a server sends it. */
export function inOrderOfTexts<T>(
  found: readonly T[],
  order: readonly unknown[] | undefined,
  count: number,
  subject: keyof typeof results,
): T[] {
  const byIndex = new Map(found.map((one, place) => [order?.[place] ?? place, one]));
  return Array.from({ length: count }, (_, index) => {
    const one = byIndex.get(index);
    if (byIndex.size === count && one !== undefined) return one;
    const message = `The ${subject}'s server was sent ${count} texts and answered with ${byIndex.size} ${results[subject]} that fit them. Try again; if it stays, connect another server.`;
    throw new PublicError("unavailable", `${subject}.count_wrong`, message);
  });
}

/** The vector of length one that a server means by a list of numbers, or by their base64. */
export function vectorOf(embedding: unknown): Float32Array {
  const vector = unit(Array.isArray(embedding) ? embedding : typeof embedding === "string" ? floatsIn(embedding) : []);
  if (vector) return vector;
  const message =
    "The embedder's server sent a vector that holds zeros only, or something else than numbers. Check that the model is one for embeddings and works in other programs.";
  throw new PublicError("unavailable", "embedder.vector_invalid", message);
}

/** Base64 of 32-bit floats, little-endian: some servers send it without being asked. */
function floatsIn(base64: string): number[] {
  const bytes = Buffer.from(base64, "base64");
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}
