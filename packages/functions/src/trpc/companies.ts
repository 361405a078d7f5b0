import * as Company from "@docent/core/platform/company";
import { platform, router } from "./trpc.ts";

/** For those who look after the companies of the desk; it shows figures, and nothing of what stands in a company. */
export const companyRouter = router({
  list: platform.query(({ ctx }) => Company.list(ctx)),
  create: platform.input(Company.Create).mutation(({ ctx, input }) => Company.create(ctx, input)),
  invite: platform.input(Company.Invite).mutation(({ ctx, input }) => Company.invite(ctx, input)),
  rename: platform.input(Company.Rename).mutation(({ ctx, input }) => Company.rename(ctx, input)),
  suspend: platform.input(Company.ById).mutation(({ ctx, input }) => Company.suspend(ctx, input)),
  resume: platform.input(Company.ById).mutation(({ ctx, input }) => Company.resume(ctx, input)),
  keepers: platform.query(({ ctx }) => Company.keepers(ctx)),
  setKeeper: platform.input(Company.SetKeeper).mutation(({ ctx, input }) => Company.setKeeper(ctx, input)),
  remove: platform.input(Company.Remove).mutation(({ ctx, input }) => Company.remove(ctx, input)),
});
