import * as Preview from "@docent/core/templates/preview";
import * as Template from "@docent/core/templates/template";
import * as TemplateChange from "@docent/core/templates/template-change";
import { admin, editor, member, router } from "./trpc.ts";

export const templateRouter = router({
  choices: member.query(({ ctx }) => Template.choices(ctx)),
  list: editor.query(({ ctx }) => Template.list(ctx)),
  get: editor.input(Template.ById).query(({ ctx, input }) => Template.get(ctx, input)),
  versions: editor.input(Template.ById).query(({ ctx, input }) => Template.versions(ctx, input)),
  create: editor.input(TemplateChange.Create).mutation(({ ctx, input }) => TemplateChange.create(ctx, input)),
  change: editor.input(TemplateChange.Change).mutation(({ ctx, input }) => TemplateChange.change(ctx, input)),
  rollBack: editor.input(TemplateChange.ByVersion).mutation(({ ctx, input }) => TemplateChange.rollBack(ctx, input)),
  remove: editor.input(Template.ById).mutation(({ ctx, input }) => TemplateChange.remove(ctx, input)),
  restore: editor.input(Template.ById).mutation(({ ctx, input }) => TemplateChange.restore(ctx, input)),
  makeDefault: admin
    .input(TemplateChange.MakeDefault)
    .mutation(({ ctx, input }) => TemplateChange.makeDefault(ctx, input)),
  fill: editor.input(Preview.Preview).query(({ ctx, input }) => Preview.fill(ctx, input)),
  tryOut: editor.input(Preview.Preview).subscription(({ ctx, input, signal }) => Preview.tryOut(ctx, input, signal)),
});
