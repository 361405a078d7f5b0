import { randomUUID } from "node:crypto";
import { z } from "zod";
import { statusOf, type Cluster } from "./cluster.ts";

/** A writer that was killed holds the others up for so long. */
const lastsMs = 60_000;
const path = (alias: string) => `/${alias}/_doc/~writer`;

const Written = z.object({ _seq_no: z.number(), _primary_term: z.number() });
type Numbers = z.output<typeof Written>;
const Read = Written.extend({ _source: z.object({ holder: z.string(), until: z.number() }) });

/**
 * One writer at a time across processes: a document of the index says who. A space without an index has nothing to
 * protect, and the work is done at once.
 */
export function lease(cluster: Cluster, alias: string) {
  const holder = randomUUID();
  const mine = () => ({ holder, until: Date.now() + lastsMs });

  const take = async (query: Record<string, string | number | boolean>) => {
    try {
      const request = {
        method: "PUT",
        path: path(alias),
        query: { ...query, require_alias: true },
        body: mine(),
      } as const;
      return await cluster.ask(request, Written);
    } catch (error) {
      if (statusOf(error) === 409) return "taken" as const;
      throw error;
    }
  };

  return async (work: () => Promise<void>): Promise<void> => {
    let held = await take({ op_type: "create" });
    for (let attempt = 1; held === "taken"; attempt++) {
      const other = await cluster.ask({ method: "GET", path: path(alias) }, Read);
      if (!other) held = await take({ op_type: "create" });
      else if (other._source.until < Date.now())
        held = await take({ if_seq_no: other._seq_no, if_primary_term: other._primary_term });
      else await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * Math.min(200, 10 * attempt)));
    }
    const asOf = ({ _seq_no, _primary_term }: Numbers) => ({ if_seq_no: _seq_no, if_primary_term: _primary_term });
    const renewing = setInterval(() => {
      if (!held || held === "taken") return;
      void take(asOf(held)).then(
        (renewed) => (held = renewed === "taken" ? held : renewed),
        () => undefined,
      );
    }, lastsMs / 4);
    const giveBack = async (as: Numbers): Promise<void> => {
      await cluster.ask({ method: "DELETE", path: path(alias), query: asOf(as) }, z.unknown());
    };
    try {
      await work();
    } finally {
      clearInterval(renewing);
      const mineNow = held;
      // what cannot be given back runs out
      if (mineNow) await giveBack(mineNow).catch(() => giveBackCopy().catch(() => undefined));
    }

    /** In an index that was laid out anew meanwhile stands a copy, with other numbers. */
    async function giveBackCopy(): Promise<void> {
      const copy = await cluster.ask({ method: "GET", path: path(alias) }, Read);
      if (copy?._source.holder === holder) await giveBack(copy);
    }
  };
}
