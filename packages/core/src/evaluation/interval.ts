import type { Rate } from "../db/schema.ts";

/** Two-sided 95 %. */
const z = 1.959964;

/** A share with its 95 % interval by Wilson's method, which also holds at 0 and at 1 and for a handful of questions. */
export function wilson(hits: number, of: number): Rate {
  if (of === 0) return { rate: 0, low: 0, high: 1 };
  const rate = hits / of;
  const scale = 1 + z ** 2 / of;
  const middle = (rate + z ** 2 / (2 * of)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2));
  // at the ends the interval touches them, which floating point misses by a hair
  return { rate, low: hits === 0 ? 0 : middle - half, high: hits === of ? 1 : middle + half };
}

/**
 * The area under a ROC curve with its 95 % interval by Newcombe's method 5 (Statistics in Medicine 25, 2006): the areas
 * from which this one is no further away than their own spread allows. Where DeLong and the bootstrap give no width at
 * all, at perfect separation, it still does.
 */
export function aurocInterval(auroc: number, above: number, below: number): Rate {
  if (above === 0 || below === 0) return { rate: 0.5, low: 0, high: 1 };
  const pairs = (above + below) / 2 - 1;
  const spread = (area: number) =>
    z * Math.sqrt((area * (1 - area) * (1 + pairs * ((1 - area) / (2 - area) + area / (1 + area)))) / (above * below));
  const bound = (end: 0 | 1) => {
    let near = auroc;
    let far: number = end;
    for (let step = 0; step < 50; step++) {
      const middle = (near + far) / 2;
      if (Math.abs(middle - auroc) <= spread(middle)) near = middle;
      else far = middle;
    }
    return near;
  };
  return { rate: auroc, low: bound(0), high: bound(1) };
}
