import type { JobName } from "@docent/core/jobs/job-queue";
import * as Remains from "@docent/core/knowledge/removal/remains";
import { recoverJobs } from "../jobs.ts";
import { bodyOf } from "./bodies.ts";
import { invoked } from "./invocation.ts";
import { stage } from "./stage.ts";

const times: Record<"hour" | "night", JobName[]> = {
  hour: ["sync-due-sources"],
  night: ["apply-retention", "purge-run-log", "purge-embeddings", "tidy-database"],
};

/** Does what is due by the clock. One that fails does not keep the others; the call has failed then all the same. */
export const handler = invoked(
  ({ every }: { every: keyof typeof times }) => ({ every }),
  async ({ every }): Promise<void> => {
    const aws = await stage();
    const failures: unknown[] = [];
    const attempt = (work: () => Promise<void>) => work().catch((error: unknown) => failures.push(error));
    for (const name of times[every]) await attempt(async () => (await bodyOf(aws, name))([{}] as never, true));
    if (every === "night") {
      await attempt(() => recoverJobs(aws.ports, aws.company.id));
      await attempt(() => Remains.clearStrayFiles(aws.ports));
    }
    if (failures.length) throw new AggregateError(failures, "not everything was done that was due");
  },
);
