import { requireCompany, type Scope } from "../scope.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

const lateMinutes = 15;
const workerMs = 10_000;

/** Whether jobs of the company pile up, or were given up. */
export async function queues({ queue, now, actor }: Scope): Promise<Finding> {
  const depths = await queue.depths(requireCompany({ actor }));
  const sum = (key: "waiting" | "running" | "failed") => depths.reduce((all, depth) => all + depth[key], 0);
  const [waiting, running, failed] = [sum("waiting"), sum("running"), sum("failed")];
  const oldest = Math.min(...depths.map((depth) => depth.oldest?.getTime() ?? Infinity));
  const minutes = Number.isFinite(oldest) ? Math.floor((now().getTime() - oldest) / 60_000) : 0;
  if (minutes >= lateMinutes && running === 0) return fail("queues.stuck", { waiting, minutes });
  const names = depths.filter((depth) => depth.failed > 0).map(({ name }) => name);
  if (failed > 0) return warn("queues.failed", { failed, names: names.join(", ") });
  if (minutes >= lateMinutes) return warn("queues.late", { waiting, minutes });
  return waiting + running > 0 ? ok("queues.moving", { waiting, running }) : ok("queues.empty");
}

/** Whether somebody takes a job, where the queue can tell. */
export async function workers({ queue }: Scope): Promise<Finding | undefined> {
  if (!queue.probe) return undefined;
  const start = performance.now();
  const end = await queue.probe(workerMs);
  if (end === "done") return ok("workers.take", { ms: Math.round(performance.now() - start) });
  const facts = { seconds: workerMs / 1000 };
  return end === "busy" ? warn("workers.busy", facts) : fail("workers.asleep", facts);
}
