import * as TraceRead from "@docent/core/chat/trace-read";
import { editor, router } from "./trpc.ts";

export const traceRouter = router({
  get: editor.input(TraceRead.ById).query(({ ctx, input }) => TraceRead.get(ctx, input)),
});
