/** In milliseconds: half of them took no longer than `half`, and 95 of 100 no longer than `most`. */
export interface Times {
  half: number;
  most: number;
}

/** The times of one day at even steps from the shortest to the longest, and how many there were. */
export interface Quantiles {
  values: readonly number[] | null;
  count: number;
}

/** Where a day's times are read off: so many that those of several days can be put together. */
export const steps = Array.from({ length: 21 }, (_, i) => i / 20);

/** The times of all days together. Of one day they are exact, of several near enough for people. */
export function timesOf(days: readonly Quantiles[]): Times | null {
  const [day] = days;
  if (days.length === 1 && day?.values) return { half: at(day.values, 0.5), most: at(day.values, 0.95) };
  const weighed = days
    .flatMap(({ values, count }) => (values ?? []).map((value) => ({ value, weight: count / steps.length })))
    .sort((a, b) => a.value - b.value);
  const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return null;
  return { half: reached(weighed, all * 0.5), most: reached(weighed, all * 0.95) };
}

function at(values: readonly number[], share: number): number {
  return Math.round(values[Math.round(share * (steps.length - 1))] ?? 0);
}

function reached(weighed: readonly { value: number; weight: number }[], wanted: number): number {
  let sum = 0;
  const found = weighed.find(({ weight }) => (sum += weight) >= wanted - 1e-9);
  return Math.round((found ?? weighed.at(-1))?.value ?? 0);
}
