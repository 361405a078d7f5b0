import * as SearchTest from "@docent/core/chat/search-test";
import * as Chunk from "@docent/core/knowledge/chunk";
import * as Document from "@docent/core/knowledge/document";
import * as Generation from "@docent/core/knowledge/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import { admin, editor, member, router } from "./trpc.ts";

export const libraryRouter = router({
  list: member.query(({ ctx }) => Library.list(ctx)),
  create: editor.input(Library.Create).mutation(({ ctx, input }) => Library.create(ctx, input)),
  rename: editor.input(Library.Rename).mutation(({ ctx, input }) => Library.rename(ctx, input)),
  remove: editor.input(Library.ById).mutation(({ ctx, input }) => Library.remove(ctx, input.id)),
});

export const documentRouter = router({
  list: member.input(Document.List).query(({ ctx, input }) => Document.list(ctx, input)),
  states: member.input(Document.States).query(({ ctx, input }) => Document.states(ctx, input.ids)),
  get: member.input(Document.ById).query(({ ctx, input }) => Document.get(ctx, input.id)),
  chunks: member.input(Chunk.List).query(({ ctx, input }) => Chunk.list(ctx, input)),
  locate: member.input(Document.ById).query(({ ctx, input }) => Chunk.locate(ctx, input.id)),
  remove: editor.input(Document.Remove).mutation(({ ctx, input }) => Document.remove(ctx, input.ids)),
  retry: editor.input(Document.Retry).mutation(({ ctx, input }) => Document.retry(ctx, input.ids)),
});

/** The change from one index to the next; it begins with `model.connectEmbedder`. */
export const generationRouter = router({
  status: admin.query(({ ctx }) => Generation.status(ctx)),
  cancel: admin.mutation(({ ctx }) => Generation.cancel(ctx)),
  retry: admin.mutation(({ ctx }) => Generation.retry(ctx)),
});

export const searchRouter = router({
  run: member.input(Search.Query).query(({ ctx, input }) => Search.run(ctx, input)),
  test: editor.input(Search.Query).query(({ ctx, input }) => SearchTest.run(ctx, input)),
});
