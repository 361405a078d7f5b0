import * as Exchange from "@docent/core/enhancement/exchange";
import * as Proposal from "@docent/core/enhancement/proposal";
import * as Writing from "@docent/core/enhancement/writing";
import { member, router } from "./trpc.ts";

/** Runs in which a model writes questions and summaries for passages. */
export const writingRouter = router({
  estimate: member.input(Writing.Estimate).query(({ ctx, input }) => Writing.estimate(ctx, input)),
  get: member.input(Writing.InLibrary).query(({ ctx, input }) => Writing.get(ctx, input)),
  failures: member.input(Writing.ById).query(({ ctx, input }) => Writing.failures(ctx, input)),
  start: member.input(Writing.Start).mutation(({ ctx, input }) => Writing.start(ctx, input)),
  pause: member.input(Writing.ById).mutation(({ ctx, input }) => Writing.pause(ctx, input)),
  resume: member.input(Writing.ById).mutation(({ ctx, input }) => Writing.resume(ctx, input)),
  stop: member.input(Writing.ById).mutation(({ ctx, input }) => Writing.stop(ctx, input)),
});

/** What was written, and what became of it. */
export const proposalRouter = router({
  list: member.input(Proposal.List).query(({ ctx, input }) => Proposal.list(ctx, input)),
  review: member.input(Proposal.Review).mutation(({ ctx, input }) => Proposal.review(ctx, input)),
  reviewAll: member.input(Proposal.ReviewAll).mutation(({ ctx, input }) => Proposal.reviewAll(ctx, input)),
  export: member.input(Exchange.Export).query(({ ctx, input }) => Exchange.exportFile(ctx, input)),
  import: member.input(Exchange.Import).mutation(({ ctx, input }) => Exchange.importRecords(ctx, input)),
});
