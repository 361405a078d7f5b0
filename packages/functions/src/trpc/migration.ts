import * as Take from "@docent/core/migration/take";
import { admin, router } from "./trpc.ts";

export const migrationRouter = router({
  take: admin.input(Take.Take).mutation(({ ctx, input }) => Take.take(ctx, input)),
  takeExamples: admin.input(Take.TakeExamples).mutation(({ ctx, input }) => Take.takeExamples(ctx, input)),
});
