import { cosine, unit } from "../models/vector.ts";
import { pace } from "./pace.ts";
import { toCentre, type Space } from "./space.ts";

export interface VectorSpace extends Space<Float32Array> {
  of(vector: Float32Array): Float32Array;
}

/**
 * Compares sentences by their vectors, seen from the mean of all: the vectors of one embedder point into much the same
 * direction, and what they have in common says nothing. `background` only helps to find that mean.
 */
export async function vectorSpace(
  vectors: readonly Float32Array[],
  classes: readonly number[],
  background: readonly Float32Array[],
): Promise<VectorSpace> {
  const turn = pace();
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of [...vectors, ...background]) {
    await turn();
    addTo(mean, vector, 1 / (vectors.length + background.length));
  }
  const of = (vector: Float32Array) => {
    const seen = vector.slice();
    addTo(seen, mean, -1);
    return unit(seen) ?? seen;
  };

  const examples: Float32Array[] = [];
  const sums: Float32Array[] = [];
  for (const [index, vector] of vectors.entries()) {
    await turn();
    const seen = of(vector);
    examples.push(seen);
    addTo((sums[classes[index] ?? 0] ??= new Float32Array(mean.length)), seen, 1);
  }
  const squares = sums.map((sum) => cosine(sum, sum));

  return {
    of,
    example: (index) => examples[index] ?? mean,
    toCentres(probe, heldOut) {
      const own = heldOut === undefined ? -1 : classes[heldOut];
      return Float32Array.from(sums, (sum, index) => toCentre(cosine(probe, sum), squares[index] ?? 0, index === own));
    },
    toExamples: (probe, indexes) => Float32Array.from(indexes, (index) => cosine(probe, examples[index] ?? mean)),
  };
}

function addTo(sum: Float32Array, vector: Float32Array, times: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + times * (vector[i] ?? 0);
}
