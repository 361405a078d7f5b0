import { z } from "zod";
import { stopAnswersOf } from "@docent/core/chat/stop-person";
import * as PersonRemoval from "@docent/core/platform/person-removal";
import * as ApiKey from "@docent/core/users/api-key";
import * as Audit from "@docent/core/users/audit";
import * as Group from "@docent/core/users/group";
import * as IdentityProvider from "@docent/core/users/identity-provider";
import * as Invitation from "@docent/core/users/invitation";
import * as Mail from "@docent/core/users/mail";
import * as PasswordReset from "@docent/core/users/password-reset";
import * as SignUp from "@docent/core/users/sign-up";
import * as User from "@docent/core/users/user";
import * as Session from "@docent/core/users/session";
import { PublicError } from "@docent/core/error";
import { admin, anyone, member, router } from "./trpc.ts";

export const sessionRouter = router({
  me: anyone.query(({ ctx }) => Session.me(ctx, ctx.host.companyId)),
  /** The ways in besides a password, of a company whose sign-in page was asked for. */
  ways: anyone.input(Session.Ways).query(({ ctx, input }) => Session.ways(ctx, input.companyId ?? ctx.host.companyId)),
  /** What opens one socket: a ticket for its address, and where it is taken when that is not this host. */
  ticket: member.mutation(async ({ ctx: { host } }) => ({
    ticket: await host.issueTicket(),
    socketUrl: host.socketUrl,
  })),
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
  update: admin.input(User.Update).mutation(async ({ ctx, input }) => {
    const person = await User.update(ctx, input);
    if (input.suspended) await stopAnswersOf(ctx, input.id);
    return person;
  }),
  belongings: admin.input(PersonRemoval.ById).query(({ ctx, input }) => PersonRemoval.belongings(ctx, input)),
  remove: admin.input(PersonRemoval.Remove).mutation(({ ctx, input }) => PersonRemoval.remove(ctx, input)),
  setPassword: admin.input(User.SetPassword).mutation(({ ctx, input }) => User.setPassword(ctx, input)),
  changeOwnPassword: member
    .input(User.ChangeOwnPassword)
    .mutation(async ({ ctx, input }) => User.changeOwnPassword(ctx, input, await ctx.host.sessionToken())),
});

export const groupRouter = router({
  list: admin.query(({ ctx }) => Group.list(ctx)),
  create: admin.input(Group.Create).mutation(({ ctx, input }) => Group.create(ctx, input)),
  rename: admin.input(Group.Rename).mutation(({ ctx, input }) => Group.rename(ctx, input)),
  setMembers: admin.input(Group.SetMembers).mutation(({ ctx, input }) => Group.setMembers(ctx, input)),
  remove: admin.input(Group.ById).mutation(({ ctx, input }) => Group.remove(ctx, input)),
});

export const invitationRouter = router({
  list: admin.query(({ ctx }) => Invitation.list(ctx)),
  invite: admin.input(Invitation.Invite).mutation(({ ctx, input }) => Invitation.invite(ctx, input)),
  resend: admin.input(Invitation.ById).mutation(({ ctx, input }) => Invitation.resend(ctx, input)),
  withdraw: admin.input(Invitation.ById).mutation(({ ctx, input }) => Invitation.withdraw(ctx, input)),
  look: anyone.input(Invitation.ByToken).query(({ ctx, input }) => Invitation.look(ctx, input)),
  accept: anyone.input(Invitation.Accept).mutation(({ ctx, input }) => Invitation.accept(ctx, input)),
});

export const passwordResetRouter = router({
  request: anyone
    .input(PasswordReset.Request)
    .mutation(({ ctx, input }) => PasswordReset.request(ctx, input, ctx.host.clientAddress)),
  reset: anyone.input(PasswordReset.Reset).mutation(({ ctx, input }) => PasswordReset.reset(ctx, input)),
});

export const signUpRouter = router({
  domains: admin.query(({ ctx }) => SignUp.domains(ctx)),
  setDomains: admin.input(SignUp.SetDomains).mutation(({ ctx, input }) => SignUp.setDomains(ctx, input)),
  request: anyone
    .input(SignUp.Request)
    .mutation(({ ctx, input }) => SignUp.request(ctx, input, ctx.host.clientAddress)),
  finish: anyone.input(SignUp.Finish).mutation(({ ctx, input }) => SignUp.finish(ctx, input)),
});

export const apiKeyRouter = router({
  mine: member.query(({ ctx }) => ApiKey.mine(ctx)),
  list: admin.query(({ ctx }) => ApiKey.list(ctx)),
  create: member.input(ApiKey.Create).mutation(({ ctx, input }) => ApiKey.create(ctx, input)),
  revoke: member.input(ApiKey.ById).mutation(({ ctx, input }) => ApiKey.revoke(ctx, input)),
});

export const identityProviderRouter = router({
  list: admin.query(({ ctx }) => IdentityProvider.list(ctx)),
  add: admin.input(IdentityProvider.Settings).mutation(({ ctx, input }) => IdentityProvider.add(ctx, input)),
  change: admin.input(IdentityProvider.Change).mutation(({ ctx, input }) => IdentityProvider.change(ctx, input)),
  remove: admin.input(IdentityProvider.ById).mutation(({ ctx, input }) => IdentityProvider.remove(ctx, input)),
});

export const mailRouter = router({
  place: admin.query(({ ctx }) => Mail.place(ctx)),
});

export const auditRouter = router({
  list: admin.input(Audit.List).query(({ ctx, input }) => Audit.list(ctx, input)),
});
