import * as Branding from "@docent/core/settings/branding";
import * as Logo from "@docent/core/settings/logo";
import * as Setting from "@docent/core/settings/setting";
import * as Welcome from "@docent/core/settings/welcome";
import * as Retention from "@docent/core/retention/retention";
import { admin, anyone, member, router } from "./trpc.ts";

export const settingRouter = router({
  list: admin.query(({ ctx }) => Setting.list(ctx)),
  change: admin.input(Setting.Change).mutation(({ ctx, input }) => Setting.change(ctx, input)),
  /** How much would be deleted today. */
  due: admin.input(Retention.Due).query(({ ctx, input }) => Retention.due(ctx, input)),
  removeLogo: admin.mutation(({ ctx }) => Logo.remove(ctx)),
});

export const brandingRouter = router({
  get: anyone.query(({ ctx }) => Branding.get(ctx)),
  tryColour: admin.input(Branding.TryColour).query(({ ctx, input }) => Branding.tryColour(ctx, input)),
});

export const welcomeRouter = router({
  get: member.query(({ ctx }) => Welcome.get(ctx)),
});
