import * as Example from "@docent/core/intents/example";
import * as ExampleImport from "@docent/core/intents/example-import";
import * as Intent from "@docent/core/intents/intent";
import * as Lab from "@docent/core/intents/lab";
import { editor, router } from "./trpc.ts";

export const intentRouter = router({
  list: editor.input(Intent.List).query(({ ctx, input }) => Intent.list(ctx, input)),
  names: editor.query(({ ctx }) => Intent.names(ctx)),
  get: editor.input(Intent.ById).query(({ ctx, input }) => Intent.get(ctx, input.id)),
  create: editor.input(Intent.Create).mutation(({ ctx, input }) => Intent.create(ctx, input)),
  update: editor.input(Intent.Update).mutation(({ ctx, input }) => Intent.update(ctx, input)),
  remove: editor.input(Intent.ById).mutation(({ ctx, input }) => Intent.remove(ctx, input.id)),
  lab: editor.query(({ ctx }) => Lab.look(ctx)),
  mistakes: editor.input(Lab.Pair).query(({ ctx, input }) => Lab.mistakes(ctx, input)),
  try: editor.input(Lab.Try).query(({ ctx, input, signal }) => Lab.tryOut(ctx, input, signal)),
});

export const exampleRouter = router({
  list: editor.input(Example.List).query(({ ctx, input }) => Example.list(ctx, input)),
  add: editor.input(Example.Add).mutation(({ ctx, input }) => Example.add(ctx, input)),
  change: editor.input(Example.Change).mutation(({ ctx, input }) => Example.change(ctx, input)),
  remove: editor.input(Example.Remove).mutation(({ ctx, input }) => Example.remove(ctx, input)),
  import: editor.input(ExampleImport.Import).mutation(({ ctx, input }) => ExampleImport.importFile(ctx, input)),
  export: editor.query(({ ctx }) => ExampleImport.exportFile(ctx)),
});
