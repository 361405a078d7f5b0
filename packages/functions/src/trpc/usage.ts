import * as Budget from "@docent/core/usage/budget";
import * as Usage from "@docent/core/usage/usage";
import { admin, member, router } from "./trpc.ts";

/** What models were used for, and what that cost. */
export const usageRouter = router({
  report: admin.input(Usage.Range).query(({ ctx, input }) => Usage.report(ctx, input)),
  mine: member.input(Usage.Range).query(({ ctx, input }) => Usage.mine(ctx, input)),
});

export const budgetRouter = router({
  list: admin.query(({ ctx }) => Budget.list(ctx)),
  notices: member.query(({ ctx }) => Budget.notices(ctx)),
  add: admin.input(Budget.Add).mutation(({ ctx, input }) => Budget.add(ctx, input)),
  change: admin.input(Budget.Change).mutation(({ ctx, input }) => Budget.change(ctx, input)),
  remove: admin.input(Budget.ById).mutation(({ ctx, input }) => Budget.remove(ctx, input)),
});
