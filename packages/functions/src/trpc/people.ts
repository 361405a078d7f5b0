import { z } from "zod";
import * as Group from "@docent/core/users/group";
import * as User from "@docent/core/users/user";
import * as Session from "@docent/core/users/session";
import { PublicError } from "@docent/core/error";
import { admin, anyone, member, router } from "./trpc.ts";

export const sessionRouter = router({
  me: anyone.query(({ ctx }) => Session.me(ctx)),
  ticket: member.mutation(async ({ ctx }) => ({ ticket: await ctx.host.issueTicket() })),
  /** Makes the first administrator, who then signs in like everybody else. */
  setup: anyone.input(User.SetUp.extend({ code: z.string().max(200) })).mutation(({ ctx, input }) => {
    const { code, ...person } = input;
    if (ctx.host.isSetUpCode(code)) return User.setUp(ctx, ctx.host.companyId, person);
    const message = "This set-up link is not valid. Use the one that Docent printed when it started.";
    throw new PublicError("forbidden", "setup.wrong_code", message);
  }),
});

export const userRouter = router({
  list: admin.query(({ ctx }) => User.list(ctx)),
  create: admin.input(User.Create).mutation(({ ctx, input }) => User.create(ctx, input)),
  update: admin.input(User.Update).mutation(({ ctx, input }) => User.update(ctx, input)),
  setPassword: admin.input(User.SetPassword).mutation(({ ctx, input }) => User.setPassword(ctx, input)),
  changeOwnPassword: member
    .input(User.ChangeOwnPassword)
    .mutation(({ ctx, input }) => User.changeOwnPassword(ctx, input)),
});

export const groupRouter = router({
  list: admin.query(({ ctx }) => Group.list(ctx)),
  create: admin.input(Group.Create).mutation(({ ctx, input }) => Group.create(ctx, input)),
  rename: admin.input(Group.Rename).mutation(({ ctx, input }) => Group.rename(ctx, input)),
  setMembers: admin.input(Group.SetMembers).mutation(({ ctx, input }) => Group.setMembers(ctx, input)),
  remove: admin.input(Group.ById).mutation(({ ctx, input }) => Group.remove(ctx, input)),
});
