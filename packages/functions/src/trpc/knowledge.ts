import * as SearchTest from "@docent/core/chat/search-test";
import * as Category from "@docent/core/knowledge/description/category";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Description from "@docent/core/knowledge/description/description";
import * as Document from "@docent/core/knowledge/document";
import * as Facets from "@docent/core/knowledge/description/facets";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Restriction from "@docent/core/knowledge/access/restriction";
import * as Search from "@docent/core/knowledge/search";
import * as Sharing from "@docent/core/knowledge/access/sharing";
import { admin, editor, member, router } from "./trpc.ts";

export const libraryRouter = router({
  list: member.query(({ ctx }) => Library.list(ctx)),
  create: member.input(Library.Create).mutation(({ ctx, input }) => Library.create(ctx, input)),
  rename: member.input(Library.Rename).mutation(({ ctx, input }) => Library.rename(ctx, input)),
  /** What searches can be narrowed to. */
  facets: member.input(Facets.Input).query(({ ctx, input }) => Facets.list(ctx, input)),
  remove: member.input(Library.ById).mutation(({ ctx, input }) => Library.remove(ctx, input.id)),
});

/** What the company sorts its documents into. */
export const categoryRouter = router({
  list: member.query(({ ctx }) => Category.list(ctx)),
  create: editor.input(Category.Create).mutation(({ ctx, input }) => Category.create(ctx, input)),
  rename: editor.input(Category.Rename).mutation(({ ctx, input }) => Category.rename(ctx, input)),
  remove: editor.input(Category.ById).mutation(({ ctx, input }) => Category.remove(ctx, input)),
});

/** Who may do what in a library. */
export const sharingRouter = router({
  list: member.query(({ ctx }) => Sharing.list(ctx)),
  get: member.input(Sharing.ById).query(({ ctx, input }) => Sharing.get(ctx, input)),
  set: member.input(Sharing.Input).mutation(({ ctx, input }) => Sharing.set(ctx, input)),
});

/** Which groups a document is restricted to. */
export const restrictionRouter = router({
  get: member.input(Restriction.ById).query(({ ctx, input }) => Restriction.get(ctx, input)),
  set: member.input(Restriction.Input).mutation(({ ctx, input }) => Restriction.set(ctx, input)),
});

export const documentRouter = router({
  list: member.input(Document.List).query(({ ctx, input }) => Document.list(ctx, input)),
  states: member.input(Document.States).query(({ ctx, input }) => Document.states(ctx, input.ids)),
  get: member.input(Document.ById).query(({ ctx, input }) => Document.get(ctx, input.id)),
  chunks: member.input(Chunk.List).query(({ ctx, input }) => Chunk.list(ctx, input)),
  locate: member.input(Document.ById).query(({ ctx, input }) => Chunk.locate(ctx, input.id)),
  describe: member.input(Description.Input).mutation(({ ctx, input }) => Description.set(ctx, input)),
  restoreDescriptions: member.input(Description.Restore).mutation(({ ctx, input }) => Description.restore(ctx, input)),
  remove: member.input(Document.Remove).mutation(({ ctx, input }) => Document.remove(ctx, input.ids)),
  retry: member.input(Document.Retry).mutation(({ ctx, input }) => Document.retry(ctx, input.ids)),
});

/** The change from one index to the next; it begins with `model.use`. */
export const generationRouter = router({
  status: admin.query(({ ctx }) => Generation.status(ctx)),
  cancel: admin.mutation(({ ctx }) => Generation.cancel(ctx)),
  takeIntoUse: admin.mutation(({ ctx }) => Generation.takeIntoUse(ctx)),
  retry: admin.mutation(({ ctx }) => Generation.retry(ctx)),
});

export const searchRouter = router({
  run: member.input(Search.Query).query(({ ctx, input }) => Search.run(ctx, input)),
  test: editor.input(Search.Query).query(({ ctx, input }) => SearchTest.run(ctx, input)),
});
