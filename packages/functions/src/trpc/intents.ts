import * as Example from "@docent/core/intents/example";
import * as ExampleImport from "@docent/core/intents/example-import";
import * as Intent from "@docent/core/intents/intent";
import * as Lab from "@docent/core/intents/lab";
import { editor, router } from "./trpc.ts";

export const intentRouter = router({
  list: editor.query(({ ctx }) => Intent.list(ctx)),
  create: editor.input(Intent.Create).mutation(({ ctx, input }) => Intent.create(ctx, input)),
  update: editor.input(Intent.Update).mutation(({ ctx, input }) => Intent.update(ctx, input)),
  remove: editor.input(Intent.ById).mutation(({ ctx, input }) => Intent.remove(ctx, input.id)),
  lab: editor.query(({ ctx }) => Lab.look(ctx)),
  try: editor.input(Lab.Try).query(({ ctx, input }) => Lab.tryOut(ctx, input)),
});

export const exampleRouter = router({
  list: editor.input(Example.List).query(({ ctx, input }) => Example.list(ctx, input)),
  add: editor.input(Example.Add).mutation(({ ctx, input }) => Example.add(ctx, input)),
  remove: editor.input(Example.Remove).mutation(({ ctx, input }) => Example.remove(ctx, input)),
  import: editor.input(ExampleImport.Import).mutation(({ ctx, input }) => ExampleImport.importFile(ctx, input)),
  export: editor.query(({ ctx }) => ExampleImport.exportFile(ctx)),
});
