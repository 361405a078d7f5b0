/** Whether one of the relevant ids is among the first `k`. */
export function hitAt(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  return ranked.slice(0, k).some((id) => relevant.has(id)) ? 1 : 0;
}

/** One divided by the place of the first relevant id, 0 when it is not among the first `k`. */
export function reciprocalRankAt(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  const index = ranked.slice(0, k).findIndex((id) => relevant.has(id));
  return index < 0 ? 0 : 1 / (index + 1);
}

/** Gain of all relevant ids among the first `k`, those further down counting less, divided by the gain of the best order. */
export function ndcgAt(ranked: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  const gain = (index: number) => 1 / Math.log2(index + 2);
  let found = 0;
  let best = 0;
  for (const [index, id] of ranked.slice(0, k).entries()) if (relevant.has(id)) found += gain(index);
  for (let index = 0; index < Math.min(k, relevant.size); index++) best += gain(index);
  return best > 0 ? found / best : 0;
}

/**
 * How well a measure tells two groups apart: the chance that one taken from `above` exceeds one taken from `below`.
 * 1 is always, .5 is a coin.
 */
export function auroc(above: readonly number[], below: readonly number[]): number {
  let won = 0;
  for (const a of above) for (const b of below) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won / (above.length * below.length);
}

export function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
