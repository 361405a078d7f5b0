import { z } from "zod";
import type { Cluster } from "./cluster.ts";

export interface Script {
  source: string;
  params?: object;
}

const Done = z.object({
  total: z.number(),
  updated: z.number().default(0),
  deleted: z.number().default(0),
  noops: z.number(),
  timed_out: z.boolean(),
  failures: z.array(z.unknown()),
});

/** Rows that are read and written in one go. */
const rowsAtOnce = 500;
const query = { ignore_unavailable: true, scroll_size: rowsAtOnce } as const;

/** Has the script change the rows that the query finds, shows all of that in one step, and gives their number. */
export function changeRows(cluster: Cluster, alias: string, found: object, script: Script): Promise<number> {
  const body = { query: found, script: { lang: "painless", ...script } };
  return run(cluster, `/${alias}/_update_by_query`, true, body);
}

/** Takes the rows out that the query finds. Others see it after the next refresh. */
export function takeOut(cluster: Cluster, alias: string, found: object): Promise<number> {
  return run(cluster, `/${alias}/_delete_by_query`, false, { query: found });
}

async function run(cluster: Cluster, path: string, refresh: boolean, body: object): Promise<number> {
  const done = await cluster.ask({ method: "POST", path, query: { ...query, refresh }, body }, Done);
  if (!done) return 0;
  const { total, updated, deleted, noops, timed_out: isLate, failures } = done;
  if (isLate || failures.length > 0 || updated + deleted + noops !== total)
    throw new Error(
      `the search engine changed ${updated + deleted + noops} of ${total} rows: ${JSON.stringify(failures.slice(0, 3))}`,
    );
  return total;
}
