import type { Scope } from "../scope.ts";
import type { JobData, JobName, JobOptions, JobQueue } from "../jobs/job-queue.ts";

/** One transaction. Jobs sent inside it leave only after it commits; a start of the desk picks up what a crash in between left behind. */
export async function inTransaction<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  const held: (() => Promise<void>)[] = [];
  const queue: JobQueue = {
    ...scope.queue,
    async send<N extends JobName>(name: N, data: readonly JobData[N][], options?: JobOptions) {
      held.push(() => scope.queue.send(name, data, options));
    },
  };
  const result = await scope.db.transaction((db) => work({ ...scope, db, queue }));
  for (const send of held) await send();
  return result;
}
