import { useState } from "react";

/** The first so many of a list, and as many more on demand. */
export function useMore<T>(all: readonly T[], step: number): { shown: T[]; more: number; showMore: () => void } {
  const [many, setMany] = useState(step);
  return {
    shown: all.slice(0, many),
    more: Math.min(step, Math.max(0, all.length - many)),
    showMore: () => setMany(many + step),
  };
}
