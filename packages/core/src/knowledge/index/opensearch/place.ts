import { z } from "zod";
import type { Changing } from "../memory.ts";
import { takeOut } from "./by-query.ts";
import type { Cluster } from "./cluster.ts";
import { lease } from "./lease.ts";
import { createPurge } from "./purge.ts";
import { indexesBehind } from "./relay.ts";

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
  drop(): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export interface PlaceOptions {
  /** Whether other processes write as well. */
  shared: boolean;
  idleMs: number;
  /** Makes its index. */
  create(): Promise<void>;
  /** Lays its index out anew, where it is laid out otherwise. */
  relay(): Promise<void>;
}

const Anything = z.unknown();
const Total = z.object({ count: z.number() });
/** What has no index is searched as if it had an empty one. */
export const missingIsEmpty = { ignore_unavailable: true } as const;

export function openPlace(cluster: Cluster, alias: string, options: PlaceOptions): Place {
  const held = options.shared ? lease(cluster, alias) : (work: () => Promise<void>) => work();
  const purge = createPurge(cluster, alias, options.idleMs);
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let there: Promise<void> | undefined;
  let isReady = false;
  let changed = 0;
  let dropped = false;

  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    const result = last.then(work, work);
    last = result.catch(() => undefined).then(rest);
    return result;
  };

  const rest = () => {
    clearTimeout(idle);
    const waitMs = purge.waitMs();
    if (waitMs === undefined || dropped) return;
    idle = setTimeout(() => void queue(() => purge.run(() => held(refresh))).catch(() => undefined), waitMs);
    idle.unref();
  };

  const refresh = async () => {
    await cluster.ask({ method: "POST", path: `/${alias}/_refresh`, query: missingIsEmpty }, Anything);
  };

  const ensure = () => {
    there ??= indexesBehind(cluster, alias).then((names) => (names.length > 0 ? undefined : options.create()));
    there.catch(() => (there = undefined));
    return there;
  };

  /** Takes out the rows that an earlier process added and did not live to show. Of other processes' rows nobody knows. */
  const sweep = async () => {
    await refresh();
    if ((await takeOut(cluster, alias, { term: { live: false } })) > 0) purge.removed();
  };

  const makeReady = async () => {
    if (isReady) return;
    if (!options.shared) await sweep();
    await options.relay();
    isReady = true;
  };

  const write = async (work: () => Promise<number>) => {
    if (dropped) return;
    await held(async () => {
      await makeReady();
      changed += await work();
    });
  };

  return {
    alias,
    refresh,
    dropped: () => dropped,
    changes: () => changed,
    async rows() {
      const found = await cluster.ask({ method: "GET", path: `/${alias}/_count`, query: missingIsEmpty }, Total);
      return found?.count ?? 0;
    },
    write: (work) => queue(() => write(work)),
    fill: (work) =>
      queue(async () => {
        if (!dropped) await ensure();
        await write(work);
      }),
    removed: purge.removed,
    drop: () =>
      queue(async () => {
        dropped = true;
        const names = await indexesBehind(cluster, alias);
        for (const name of names) await cluster.ask({ method: "DELETE", path: `/${name}` }, Anything);
      }),
    async close() {
      await last;
      clearTimeout(idle);
    },
  };
}
