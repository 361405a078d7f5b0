import * as Connection from "@docent/core/knowledge/managed/connection";
import { admin, router } from "./trpc.ts";

/** Knowledge bases that AWS keeps, each searched with a library. */
export const knowledgeBaseRouter = router({
  get: admin.input(Connection.OfLibrary).query(({ ctx, input }) => Connection.get(ctx, input)),
  connect: admin.input(Connection.Connect).mutation(({ ctx, input }) => Connection.connect(ctx, input)),
  disconnect: admin.input(Connection.OfLibrary).mutation(({ ctx, input }) => Connection.disconnect(ctx, input)),
  try: admin.input(Connection.Try).mutation(({ ctx, input }) => Connection.run(ctx, input)),
});
