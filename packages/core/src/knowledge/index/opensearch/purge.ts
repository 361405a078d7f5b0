import { z } from "zod";
import type { Cluster } from "./cluster.ts";

const Anything = z.unknown();
const Documents = z.object({
  _all: z.object({ primaries: z.object({ docs: z.object({ deleted: z.number() }).optional() }) }),
});

/** Writing files anew may take this share of the time, so that a large index is not always at it. */
const share = 1 / 20;
/** The engine keeps what was taken out for half a minute, for copies that may lack it. */
const againMs = 15_000;

/** Sees to it that what was taken out of an index leaves its files, when nothing is written any more. */
export function createPurge(cluster: Cluster, alias: string, idleMs: number) {
  let removals = 0;
  let from = 0;

  return {
    /** Says that rows were taken out. */
    removed: () => void (removals += 1),
    /** How long nothing may be written before it is time; undefined while there is nothing to do. */
    waitMs: () => (removals > 0 ? Math.max(idleMs, from - Date.now()) : undefined),
    /**
     * Writes the files anew that hold what was taken out, and has searches let go of the old ones. Where the engine keeps
     * some of it yet, it is time again later.
     */
    async run(refresh: () => Promise<void>): Promise<void> {
      const started = Date.now();
      const before = removals;
      const query = { ignore_unavailable: true };
      const post = (path: string, more: object) =>
        cluster.ask({ method: "POST", path: `/${alias}/${path}`, query: { ...query, ...more } }, Anything);
      await post("_flush", { force: true });
      await post("_forcemerge", { only_expunge_deletes: true });
      await refresh();
      await post("_flush", { force: true });
      const found = await cluster.ask({ method: "GET", path: `/${alias}/_stats/docs` }, Documents);
      from = Date.now() + (Date.now() - started) / share;
      if ((found?._all.primaries.docs?.deleted ?? 0) > 0) from = Math.max(from, Date.now() + againMs);
      else removals -= before;
    },
  };
}
