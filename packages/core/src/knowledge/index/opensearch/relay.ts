import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { Cluster } from "./cluster.ts";

const Anything = z.unknown();
const Names = z.record(z.string(), Anything);
const Mappings = z.record(
  z.string(),
  z.object({ mappings: z.object({ _meta: z.object({ layout: z.string() }).optional() }) }),
);
const Started = z.object({ task: z.string() });
const Task = z.object({
  completed: z.boolean(),
  error: Anything.optional(),
  response: z.object({ total: z.number(), created: z.number(), failures: z.array(Anything) }).optional(),
});

/** The names of the indexes that an alias stands for: one, or none. */
export async function indexesBehind(cluster: Cluster, alias: string): Promise<string[]> {
  return Object.keys((await cluster.ask({ method: "GET", path: `/_alias/${alias}` }, Names)) ?? {});
}

/** The layout of the index that an alias stands for; undefined where there is none, empty for one that does not say. */
export async function layoutBehind(cluster: Cluster, alias: string): Promise<string | undefined> {
  const now = await cluster.ask({ method: "GET", path: `/${alias}/_mapping` }, Mappings);
  const [index] = Object.values(now ?? {});
  return index && (index.mappings._meta?.layout ?? "");
}

interface Wanted {
  layout: string;
  mappings: object;
  /** Sees to it that a new index is laid out as wanted. */
  prepare: () => Promise<void>;
}

/**
 * Lays the rows out anew where they are laid out in another way: in a new index beside the old one, which is searched
 * until the alias is moved over in one step. Nobody may write meanwhile.
 */
export async function relay(cluster: Cluster, alias: string, { layout, mappings, prepare }: Wanted): Promise<void> {
  const now = await cluster.ask({ method: "GET", path: `/${alias}/_mapping` }, Mappings);
  const [old] = Object.entries(now ?? {});
  if (!old || old[1].mappings._meta?.layout === layout) return;
  const [from] = old;
  const to = `${alias}-${Number(from.slice(alias.length + 1)) + 1}`;
  await prepare();
  // what a process left that was killed at this
  await cluster.ask({ method: "DELETE", path: `/${to}` }, Anything);
  await cluster.ask({ method: "PUT", path: `/${to}`, body: { mappings } }, Anything);
  await cluster.ask({ method: "POST", path: `/${from}/_refresh` }, Anything);
  await copy(cluster, from, to);
  await cluster.ask({ method: "POST", path: `/${to}/_refresh` }, Anything);
  const actions = [{ add: { index: to, alias } }, { remove_index: { index: from } }];
  await cluster.ask({ method: "POST", path: "/_aliases", body: { actions } }, Anything);
}

/** Takes longer than a request may. */
async function copy(cluster: Cluster, from: string, to: string): Promise<void> {
  const body = { source: { index: from }, dest: { index: to } };
  const query = { wait_for_completion: false };
  const started = await cluster.ask({ method: "POST", path: "/_reindex", query, body }, Started);
  for (let ms = 50; started; ms = Math.min(5_000, 2 * ms)) {
    const task = await cluster.ask({ method: "GET", path: `/_tasks/${started.task}` }, Task);
    if (task?.completed) {
      const { total = -1, created = 0, failures = [] } = task.response ?? {};
      if (created === total && failures.length === 0) return;
      throw new Error(
        `the search engine copied ${created} of ${total} rows: ${JSON.stringify(task.error ?? failures[0])}`,
      );
    }
    await setTimeout(ms);
  }
}
