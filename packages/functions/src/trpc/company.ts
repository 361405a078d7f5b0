import * as CompanyText from "@docent/core/users/company-text";
import { admin, router } from "./trpc.ts";

export const companyTextRouter = router({
  get: admin.query(({ ctx }) => CompanyText.get(ctx)),
  set: admin.input(CompanyText.Input).mutation(({ ctx, input }) => CompanyText.set(ctx, input)),
});
