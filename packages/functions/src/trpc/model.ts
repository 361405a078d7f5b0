import * as ModelConnection from "@docent/core/models/model-connection";
import { admin, member, router } from "./trpc.ts";

export const modelRouter = router({
  status: member.query(({ ctx }) => ModelConnection.status(ctx)),
  get: admin.query(({ ctx }) => ModelConnection.get(ctx)),
  set: admin.input(ModelConnection.Input).mutation(({ ctx, input }) => ModelConnection.set(ctx, input)),
  remove: admin.mutation(({ ctx }) => ModelConnection.remove(ctx)),
  test: admin.input(ModelConnection.Input).mutation(({ ctx, input }) => ModelConnection.test(ctx, input)),
});
