import * as Budget from "@docent/core/usage/budget";
import { Range } from "@docent/core/usage/range";
import * as Usage from "@docent/core/usage/usage";
import { admin, member, router } from "./trpc.ts";

/** What models were used for, and what that cost. */
export const usageRouter = router({
  report: admin.input(Range).query(({ ctx, input }) => Usage.report(ctx, input)),
  mine: member.input(Range).query(({ ctx, input }) => Usage.mine(ctx, input)),
});

export const budgetRouter = router({
  list: admin.query(({ ctx }) => Budget.list(ctx)),
  notices: member.query(({ ctx }) => Budget.notices(ctx)),
  add: admin.input(Budget.Add).mutation(({ ctx, input }) => Budget.add(ctx, input)),
  change: admin.input(Budget.Change).mutation(({ ctx, input }) => Budget.change(ctx, input)),
  remove: admin.input(Budget.ById).mutation(({ ctx, input }) => Budget.remove(ctx, input)),
});
