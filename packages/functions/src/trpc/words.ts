import * as StopWord from "@docent/core/knowledge/vocabulary/stop-word";
import * as Synonym from "@docent/core/knowledge/vocabulary/synonym";
import * as Vocabulary from "@docent/core/knowledge/vocabulary/vocabulary";
import { editor, router } from "./trpc.ts";

export const synonymRouter = router({
  list: editor.input(Synonym.List).query(({ ctx, input }) => Synonym.list(ctx, input)),
  check: editor.input(Synonym.Check).query(({ ctx, input }) => Synonym.check(ctx, input)),
  export: editor.query(({ ctx }) => Synonym.exportCsv(ctx)),
  add: editor.input(Synonym.Add).mutation(({ ctx, input }) => Synonym.add(ctx, input)),
  change: editor.input(Synonym.Change).mutation(({ ctx, input }) => Synonym.change(ctx, input)),
  remove: editor.input(Synonym.Remove).mutation(({ ctx, input }) => Synonym.remove(ctx, input)),
  import: editor.input(Synonym.Import).mutation(({ ctx, input }) => Synonym.importCsv(ctx, input)),
});

export const stopWordRouter = router({
  list: editor.query(({ ctx }) => StopWord.list(ctx)),
  add: editor.input(StopWord.Add).mutation(({ ctx, input }) => StopWord.add(ctx, input)),
  change: editor.input(StopWord.Change).mutation(({ ctx, input }) => StopWord.change(ctx, input)),
  remove: editor.input(StopWord.Remove).mutation(({ ctx, input }) => StopWord.remove(ctx, input)),
});

export const vocabularyRouter = router({
  tryOut: editor.input(Vocabulary.Try).query(({ ctx, input }) => Vocabulary.tryOut(ctx, input)),
});
