import { z } from "zod";
import { checkId } from "../ids.ts";
import type { Changing } from "../memory.ts";
import type { IndexSpace } from "../search-index.ts";
import { takeOut } from "./by-query.ts";
import type { Cluster } from "./cluster.ts";
import { aliasOf, layoutOf, templateOf, vectorMappings, type Tuning } from "./layout.ts";
import { lease } from "./lease.ts";

export interface SpacesOptions {
  prefix: string;
  tuning: Tuning;
  /** Whether other processes write as well: then writers wait for each other across processes. */
  shared: boolean;
  /** How long nothing may be written before what was removed leaves the files. */
  idleMs: number;
}

/** A space of the desk in the cluster. It may have no index yet: to whoever only looks it is empty then. */
export interface Place extends Changing {
  readonly alias: string;
  /** Whether it was dropped: nothing is in it ever again. */
  dropped(): boolean;
  /** Runs one writer at a time. The work gives how many rows it touched. */
  write(work: () => Promise<number>): Promise<void>;
  /** The same for work that needs an index: it is made where there is none. Nothing is done in a space that was dropped. */
  fill(work: () => Promise<number>): Promise<void>;
  /** Shows what was written. */
  refresh(): Promise<void>;
  /** Says that rows were taken out, whose bytes are to leave the files. */
  removed(): void;
}

const Anything = z.unknown();
const Total = z.object({ count: z.number() });
export const missingIsEmpty = { ignore_unavailable: true } as const;

export function createSpaces(cluster: Cluster, { prefix, tuning, shared, idleMs }: SpacesOptions) {
  const places = new Map<string, Place & { drop(): Promise<void>; rest(): Promise<void> }>();
  let template: Promise<unknown> | undefined;

  const putTemplate = async () => {
    const path = `/_index_template/${prefix}`;
    template ??= cluster.ask({ method: "PUT", path, body: templateOf(`${prefix}-com_`, tuning) }, Anything);
    template.catch(() => (template = undefined));
    await template;
  };

  const create = async (space: IndexSpace, alias: string) => {
    await putTemplate();
    const body = { aliases: { [alias]: {} }, mappings: vectorMappings(tuning, space) };
    try {
      await cluster.ask({ method: "PUT", path: `/${alias}-1`, body }, Anything);
    } catch (error) {
      // another process was quicker
      if (!String(error).includes("resource_already_exists_exception")) throw error;
    }
  };

  const make = (space: IndexSpace, alias: string) => {
    let last: Promise<unknown> = Promise.resolve();
    let there: Promise<void> | undefined;
    let changed = 0;
    let dropped = false;
    let removals = 0;
    let idle: NodeJS.Timeout | undefined;
    let swept = shared;
    const held = shared ? lease(cluster, alias) : (work: () => Promise<void>) => work();

    const queue = <T>(work: () => Promise<T>): Promise<T> => {
      const result = last.then(work, work);
      last = result.catch(() => undefined);
      return result;
    };
    const isThere = async () =>
      (await cluster.ask({ method: "GET", path: `/_alias/${alias}` }, Anything)) !== undefined;
    const ensure = () => {
      there ??= isThere().then((is) => (is ? undefined : create(space, alias)));
      there.catch(() => (there = undefined));
      return there;
    };
    /** Writes the files anew that hold what was taken out, when nothing is written any more. */
    const purge = async () => {
      if (removals === 0 || dropped) return;
      const now = removals;
      const expunge = { ...missingIsEmpty, only_expunge_deletes: true };
      await cluster.ask(
        { method: "POST", path: `/${alias}/_flush`, query: { ...missingIsEmpty, force: true } },
        Anything,
      );
      await cluster.ask({ method: "POST", path: `/${alias}/_forcemerge`, query: expunge }, Anything);
      removals -= now;
    };
    const refresh = async () => {
      await cluster.ask({ method: "POST", path: `/${alias}/_refresh`, query: missingIsEmpty }, Anything);
    };
    /** Takes out the rows that an earlier process added and did not live to show. Of other processes' rows nobody knows. */
    const sweep = async () => {
      if (swept) return;
      await refresh();
      if ((await takeOut(cluster, alias, { term: { live: false } })) > 0) removals += 1;
      swept = true;
    };
    const rest = () => {
      clearTimeout(idle);
      if (removals === 0) return;
      idle = setTimeout(() => void queue(purge).catch(() => rest()), idleMs);
      idle.unref();
    };
    const write = (work: () => Promise<number>) =>
      queue(async () => {
        if (dropped) return;
        clearTimeout(idle);
        try {
          await held(async () => {
            await sweep();
            changed += await work();
          });
        } finally {
          rest();
        }
      });

    return {
      alias,
      dropped: () => dropped,
      changes: () => changed,
      rows: async () =>
        (await cluster.ask({ method: "GET", path: `/${alias}/_count`, query: missingIsEmpty }, Total))?.count ?? 0,
      write,
      fill: (work: () => Promise<number>) =>
        queue(async () => {
          if (!dropped) await ensure();
        }).then(() => write(work)),
      refresh,
      removed: () => void (removals += 1),
      drop: () =>
        queue(async () => {
          dropped = true;
          clearTimeout(idle);
          await cluster.ask({ method: "DELETE", path: `/${alias}-*`, query: missingIsEmpty }, Anything);
        }),
      async rest() {
        clearTimeout(idle);
        await last;
      },
    };
  };

  const of = (space: IndexSpace) => {
    const alias = aliasOf(prefix, checkId(space.companyId), space.generation);
    const known = places.get(alias) ?? make(space, alias);
    places.set(alias, known);
    return known;
  };

  return {
    of: (space: IndexSpace): Place => of(space),
    drop: (space: IndexSpace) => of(space).drop(),
    layout: layoutOf(tuning),
    async close() {
      for (const place of places.values()) await place.rest();
      await cluster.close();
    },
  };
}
