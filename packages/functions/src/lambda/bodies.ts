import type { JobName, WorkingQueue } from "@docent/core/jobs/job-queue";
import type { Body } from "@docent/core/jobs/sqs-delivery";
import type { Aws } from "../compose/aws.ts";
import { workOn } from "../jobs.ts";

/** What is to be done with a job of this name, as the laptop's queue would have it done. */
export async function bodyOf<N extends JobName>({ ports, company }: Aws, wanted: N): Promise<Body<N>> {
  let found: Body<N> | undefined;
  const collecting: Pick<WorkingQueue, "work"> = {
    work(name, _batchSize, body) {
      if (isOf(name, wanted)) found = body as unknown as Body<N>;
      return Promise.resolve();
    },
  };
  await workOn(ports, collecting, company.id);
  if (!found) throw new Error(`nobody does jobs of the name ${wanted}`);
  return found;
}

function isOf(name: JobName, wanted: JobName): boolean {
  return name === wanted;
}
