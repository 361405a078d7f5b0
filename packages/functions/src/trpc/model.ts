import * as Generation from "@docent/core/knowledge/generation";
import * as LocalModel from "@docent/core/models/local-model";
import * as ModelConnection from "@docent/core/models/model-connection";
import { admin, member, router } from "./trpc.ts";

/** Models in the desk's own folder, and fetching more of them. */
const localModelRouter = router({
  status: admin.query(({ ctx }) => LocalModel.status(ctx)),
  fetch: admin.input(LocalModel.Name).mutation(({ ctx, input }) => LocalModel.fetch(ctx, input)),
  stop: admin.input(LocalModel.Name).mutation(({ ctx, input }) => LocalModel.stop(ctx, input)),
});

export const modelRouter = router({
  status: member.query(({ ctx }) => ModelConnection.status(ctx)),
  get: admin.query(({ ctx }) => ModelConnection.get(ctx)),
  set: admin.input(ModelConnection.Input).mutation(({ ctx, input }) => ModelConnection.set(ctx, input)),
  remove: admin.mutation(({ ctx }) => ModelConnection.remove(ctx)),
  connectEmbedder: admin
    .input(ModelConnection.EmbedderInput)
    .mutation(({ ctx, input }) => Generation.connect(ctx, input)),
  disconnectEmbedder: admin.mutation(({ ctx }) => Generation.connect(ctx, null)),
  test: admin.input(ModelConnection.Input).mutation(({ ctx, input }) => ModelConnection.test(ctx, input)),
  embedder: admin.query(({ ctx }) => ModelConnection.getEmbedder(ctx)),
  testEmbedder: admin
    .input(ModelConnection.EmbedderInput)
    .mutation(({ ctx, input }) => ModelConnection.testEmbedder(ctx, input)),
  reranker: admin.query(({ ctx }) => ModelConnection.getReranker(ctx)),
  setReranker: admin
    .input(ModelConnection.RerankerInput)
    .mutation(({ ctx, input }) => ModelConnection.setReranker(ctx, input)),
  removeReranker: admin.mutation(({ ctx }) => ModelConnection.removeReranker(ctx)),
  testReranker: admin
    .input(ModelConnection.RerankerInput)
    .mutation(({ ctx, input }) => ModelConnection.testReranker(ctx, input)),
  local: localModelRouter,
});
