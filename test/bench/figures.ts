export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

export function round(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Median and worst time of some work done again and again, in milliseconds. */
export async function timed(work: () => Promise<unknown>, times = 5): Promise<{ median: number; worst: number }> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return { median: percentile(taken, 0.5), worst: round(Math.max(...taken)) };
}

/** Numbers from 0 to 1 that look random and are the same every time. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}
