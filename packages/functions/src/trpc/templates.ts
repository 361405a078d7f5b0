import * as Preview from "@docent/core/templates/preview";
import * as Template from "@docent/core/templates/template";
import { admin, editor, member, router } from "./trpc.ts";

export const templateRouter = router({
  choices: member.query(({ ctx }) => Template.choices(ctx)),
  list: editor.query(({ ctx }) => Template.list(ctx)),
  get: editor.input(Template.ById).query(({ ctx, input }) => Template.get(ctx, input)),
  versions: editor.input(Template.ById).query(({ ctx, input }) => Template.versions(ctx, input)),
  create: editor.input(Template.Create).mutation(({ ctx, input }) => Template.create(ctx, input)),
  change: editor.input(Template.Change).mutation(({ ctx, input }) => Template.change(ctx, input)),
  rollBack: editor.input(Template.ByVersion).mutation(({ ctx, input }) => Template.rollBack(ctx, input)),
  remove: editor.input(Template.ById).mutation(({ ctx, input }) => Template.remove(ctx, input)),
  restore: editor.input(Template.ById).mutation(({ ctx, input }) => Template.restore(ctx, input)),
  makeDefault: admin.input(Template.MakeDefault).mutation(({ ctx, input }) => Template.makeDefault(ctx, input)),
  fill: editor.input(Preview.Preview).query(({ ctx, input }) => Preview.fill(ctx, input)),
  tryOut: editor.input(Preview.Preview).subscription(({ ctx, input, signal }) => Preview.tryOut(ctx, input, signal)),
});
