import type { CompanyTable } from "./table.ts";

interface Remembered<T> {
  value: T;
  /** The table's count of changes when it was found out. */
  since: number;
}

const keysMax = 20_000;

/**
 * What was found out about the terms of a table. Frequencies move only as fast as a term's share of all rows does, so it
 * is remembered until one row in a hundred has changed, and in a small table until anything has.
 */
export function createMemory<T>(lastsThroughChanges: (value: T) => boolean) {
  const tables = new WeakMap<CompanyTable, Map<string, Remembered<T>>>();

  return {
    async of(company: CompanyTable, key: string, findOut: () => Promise<T>): Promise<T> {
      const all = tables.get(company) ?? new Map<string, Remembered<T>>();
      tables.set(company, all);
      const since = company.changes();
      let known = all.get(key);
      if (known && known.since !== since) {
        const few = since - known.since <= (await company.table.countRows()) / 100;
        if (!few || !lastsThroughChanges(known.value)) known = undefined;
      }
      known ??= { value: await findOut(), since };
      // set again, so that the first in the map is the one not asked for longest
      all.delete(key);
      all.set(key, known);
      if (all.size > keysMax) for (const oldest of all.keys()) return (all.delete(oldest), known.value);
      return known.value;
    },
  };
}
