import { z } from "zod";
import type { Cluster } from "./cluster.ts";
import type { Stored } from "./rows.ts";

/** What is to become of a row: stored, or taken out. */
export type Action = Stored | { id: string };

/** A request may have so much: clusters refuse more than ten megabytes, and are slow with many small ones. */
const charactersMax = 4_000_000;
const actionsMax = 1_000;

const Reason = z.object({
  type: z.string(),
  reason: z.string(),
  caused_by: z.object({ reason: z.string() }).optional(),
});
const Outcome = z.object({ status: z.number(), error: Reason.optional() });
const Answer = z.object({ items: z.array(z.union([z.object({ index: Outcome }), z.object({ delete: Outcome })])) });

/**
 * Carries out every action, or throws. What the cluster is too busy for is sent again, later each time. False when there
 * is no such index any more.
 */
export async function bulk(cluster: Cluster, alias: string, actions: readonly Action[]): Promise<boolean> {
  for (const part of partsOf(actions)) if (!(await send(cluster, alias, part))) return false;
  return true;
}

interface Line {
  /** One or two lines of JSON. */
  text: string;
}

async function send(cluster: Cluster, alias: string, part: readonly Line[]): Promise<boolean> {
  let left = part;
  for (let attempt = 1; left.length > 0; attempt++) {
    const lines = left.map(({ text }) => text);
    const query = { require_alias: true };
    const answer = await cluster.ask({ method: "POST", path: `/${alias}/_bulk`, query, lines }, Answer);
    const outcomes = answer?.items.map((item) => ("index" in item ? item.index : item.delete)) ?? [];
    if (!answer || outcomes.some(({ error }) => error?.type === "index_not_found_exception")) return false;
    if (outcomes.length !== left.length)
      throw new Error(`the search engine answered for ${outcomes.length} of ${left.length} rows`);
    // what is to be taken out may be gone already
    const refused = outcomes.find(({ status }) => status >= 300 && status !== 429 && status !== 404);
    if (refused) {
      const { reason, caused_by: cause } = refused.error ?? {};
      throw new Error(`the search engine refused a row: ${reason}: ${cause?.reason}`);
    }
    left = left.filter((_, at) => outcomes[at]?.status === 429);
    if (left.length === 0) return true;
    if (attempt > cluster.retries) throw new Error(`the search engine was too busy for ${left.length} rows`);
    await cluster.pause(attempt);
  }
  return true;
}

function* partsOf(actions: readonly Action[]): Generator<Line[]> {
  let part: Line[] = [];
  let characters = 0;
  for (const action of actions) {
    const text = lineOf(action);
    if (part.length > 0 && (part.length === actionsMax || characters + text.length > charactersMax)) {
      yield part;
      part = [];
      characters = 0;
    }
    part.push({ text });
    characters += text.length;
  }
  if (part.length > 0) yield part;
}

function lineOf(action: Action): string {
  const { id } = action;
  if (!("source" in action)) return JSON.stringify({ delete: { _id: id } });
  return `${JSON.stringify({ index: { _id: id } })}\n${JSON.stringify(action.source)}`;
}
