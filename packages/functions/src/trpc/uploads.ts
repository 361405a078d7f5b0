import * as Upload from "@docent/core/knowledge/upload";
import { member, router } from "./trpc.ts";

/** Files on their way straight into the store, where the desk offers that. */
export const uploadRouter = router({
  begin: member.input(Upload.Begin).mutation(({ ctx, input }) => Upload.begin(ctx, input)),
  addresses: member.input(Upload.Addresses).mutation(({ ctx, input }) => Upload.addresses(ctx, input)),
  complete: member.input(Upload.Complete).mutation(({ ctx, input }) => Upload.complete(ctx, input)),
  discard: member.input(Upload.Discard).mutation(({ ctx, input }) => Upload.discard(ctx, input)),
});
