import * as Gap from "@docent/core/feedback/gap";
import { collect } from "@docent/core/feedback/gap-collect";
import { prove } from "@docent/core/feedback/gap-proof";
import { editor, router } from "./trpc.ts";

/** Questions that were not answered well. */
export const gapRouter = router({
  collect: editor.mutation(({ ctx }) => collect(ctx)),
  list: editor.input(Gap.List).query(({ ctx, input }) => Gap.list(ctx, input)),
  editors: editor.query(({ ctx }) => Gap.editors(ctx)),
  assign: editor.input(Gap.Assign).mutation(({ ctx, input }) => Gap.assign(ctx, input)),
  move: editor.input(Gap.Move).mutation(({ ctx, input }) => Gap.move(ctx, input)),
  close: editor.input(Gap.Close).mutation(({ ctx, input }) => Gap.close(ctx, input)),
  prove: editor.input(Gap.ById).subscription(({ ctx, input, signal }) => prove(ctx, input, signal)),
});
