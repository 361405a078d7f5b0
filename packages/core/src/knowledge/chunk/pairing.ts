/** A chunk by what was read from the file, whatever it was edited to since. */
export interface Place {
  id: string;
  /** Tells texts apart. */
  key: string;
  headings: readonly string[];
  position: number;
}

export interface Changed extends Place {
  /** Something would be lost with it. */
  matters: boolean;
}

/**
 * Which chunk of the new version stands for which of the old one: the same text, wherever it stands now. Of texts that
 * stand there several times those under the same headings belong together, then those in the same order; where there are
 * fewer now, those that matter come first. Gives new ids by old ones.
 */
export function pair(old: readonly Changed[], fresh: readonly Place[]): Map<string, string> {
  const pairs = new Map<string, string>();
  const freshByKey = Map.groupBy(fresh, ({ key }) => key);
  for (const [key, before] of Map.groupBy(old, (place) => place.key)) {
    const now = freshByKey.get(key) ?? [];
    const nowByPath = Map.groupBy(now, pathOf);
    for (const [path, own] of Map.groupBy(before, pathOf)) zip(pairs, own, nowByPath.get(path) ?? []);
    const taken = new Set(pairs.values());
    zip(
      pairs,
      before.filter(({ id }) => !pairs.has(id)),
      now.filter(({ id }) => !taken.has(id)),
    );
  }
  return pairs;
}

function zip(pairs: Map<string, string>, old: readonly Changed[], fresh: readonly Place[]): void {
  const weighty = old.toSorted((a, b) => Number(b.matters) - Number(a.matters) || a.position - b.position);
  const kept = weighty.slice(0, fresh.length).toSorted((a, b) => a.position - b.position);
  const inOrder = fresh.toSorted((a, b) => a.position - b.position);
  for (const [at, { id }] of kept.entries()) pairs.set(id, inOrder[at]?.id ?? "");
}

function pathOf({ headings }: Place): string {
  return headings.join("\n");
}
