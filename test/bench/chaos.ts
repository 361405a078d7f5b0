import { chaos } from "../aws/chaos.ts";

/** Two hundred sockets behind an API Gateway while all that may go wrong does: counts of what became of their text. */
export async function run(rest: readonly string[]): Promise<Record<string, unknown>> {
  const [sockets = 200, seed = 1] = rest.map(Number);
  return { ...(await chaos({ sockets, until: 60, everyMs: 250, seed, patience: 8 })) };
}
