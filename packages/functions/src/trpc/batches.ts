import * as BatchControl from "@docent/core/knowledge/batch/batch-control";
import * as BatchFile from "@docent/core/knowledge/batch/batch-file";
import * as Batch from "@docent/core/knowledge/batch/batch";
import { member, router } from "./trpc.ts";

/** Imports: files that came into a library together, and what became of each. */
export const batchRouter = router({
  list: member.input(Batch.List).query(({ ctx, input }) => Batch.list(ctx, input)),
  get: member.input(Batch.ById).query(({ ctx, input }) => Batch.get(ctx, input)),
  reasons: member.input(Batch.ById).query(({ ctx, input }) => Batch.reasons(ctx, input)),
  files: member.input(BatchFile.List).query(({ ctx, input }) => Batch.files(ctx, input)),
  open: member.input(Batch.Open).mutation(({ ctx, input }) => Batch.open(ctx, input)),
  expect: member.input(Batch.Expect).mutation(({ ctx, input }) => Batch.expect(ctx, input)),
  refuse: member.input(Batch.Refuse).mutation(({ ctx, input }) => Batch.refuse(ctx, input)),
  pause: member.input(Batch.ById).mutation(({ ctx, input }) => BatchControl.pause(ctx, input)),
  resume: member.input(Batch.ById).mutation(({ ctx, input }) => BatchControl.resume(ctx, input)),
  stop: member.input(Batch.ById).mutation(({ ctx, input }) => BatchControl.stop(ctx, input)),
  retry: member.input(BatchControl.Retry).mutation(({ ctx, input }) => BatchControl.retry(ctx, input)),
});
