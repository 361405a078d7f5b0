/** A way to compare sentences. Similarities are cosines: 1 is the same, 0 has nothing in common. */
export interface Space<Probe> {
  example(index: number): Probe;
  /** Similarity with the centre of each class; an example that is held out does not count for its own. */
  toCentres(probe: Probe, heldOut?: number): Float32Array;
  /** Similarity with each of these examples. */
  toExamples(probe: Probe, indexes: readonly number[]): Float32Array;
}

/**
 * Cosine of a unit vector with the sum of a class, from their dot product and the sum's square. When the vector is part
 * of the sum and held out, it is taken out first.
 */
export function toCentre(dot: number, square: number, heldOut: boolean): number {
  const left = heldOut ? square - 2 * dot + 1 : square;
  return left > 1e-6 ? (heldOut ? dot - 1 : dot) / Math.sqrt(left) : 0;
}
