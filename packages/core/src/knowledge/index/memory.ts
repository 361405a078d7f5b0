/** What holds rows that come and go. */
export interface Changing {
  /** Rises with every row written. */
  changes(): number;
  rows(): Promise<number>;
}

interface Remembered<T> {
  value: T;
  /** The table's count of changes when it was found out. */
  since: number;
  at: number;
}

const keysMax = 20_000;

/**
 * What was found out about the terms of a table. Frequencies move only as fast as a term's share of all rows does, so it
 * is remembered until one row in a hundred has changed, and in a small table until anything has. Where others write to the
 * table as well, whose changes are not counted here, it is also forgotten after some time.
 */
export function createMemory<T>(lastsThroughChanges: (value: T) => boolean, lastsMs = Infinity) {
  const tables = new WeakMap<Changing, Map<string, Remembered<T>>>();

  return {
    async of(table: Changing, key: string, findOut: () => Promise<T>): Promise<T> {
      const all = tables.get(table) ?? new Map<string, Remembered<T>>();
      tables.set(table, all);
      const since = table.changes();
      const now = performance.now();
      let known = all.get(key);
      if (known && now - known.at > lastsMs) known = undefined;
      if (known && known.since !== since) {
        const few = since - known.since <= (await table.rows()) / 100;
        if (!few || !lastsThroughChanges(known.value)) known = undefined;
      }
      known ??= { value: await findOut(), since, at: now };
      // set again, so that the first in the map is the one not asked for longest
      all.delete(key);
      all.set(key, known);
      if (all.size > keysMax) for (const oldest of all.keys()) return (all.delete(oldest), known.value);
      return known.value;
    },
  };
}
