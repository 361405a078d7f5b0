import * as BucketTry from "@docent/core/sources/bucket-try";
import * as Source from "@docent/core/sources/source";
import { reach } from "@docent/core/sources/source-reach";
import { member, router } from "./trpc.ts";

/** Where a library's documents come from besides uploads. */
export const sourceRouter = router({
  list: member.input(Source.InLibrary).query(({ ctx, input }) => Source.list(ctx, input)),
  reach: member.query(({ ctx }) => reach(ctx)),
  try: member.input(BucketTry.Try).mutation(({ ctx, input }) => BucketTry.run(ctx, input)),
  failures: member.input(Source.OfSync).query(({ ctx, input }) => Source.failures(ctx, input)),
  create: member.input(Source.Create).mutation(({ ctx, input }) => Source.create(ctx, input)),
  change: member.input(Source.Change).mutation(({ ctx, input }) => Source.change(ctx, input)),
  remove: member.input(Source.Remove).mutation(({ ctx, input }) => Source.remove(ctx, input)),
  sync: member.input(Source.ById).mutation(({ ctx, input }) => Source.sync(ctx, input)),
  stop: member.input(Source.ById).mutation(({ ctx, input }) => Source.stop(ctx, input)),
});
