import * as TraceRead from "@docent/core/chat/trace-read";
import * as TraceSearch from "@docent/core/chat/trace-search";
import * as Replay from "@docent/core/evaluation/replay";
import { editor, router } from "./trpc.ts";

export const traceRouter = router({
  list: editor.input(TraceSearch.List).query(({ ctx, input }) => TraceSearch.list(ctx, input)),
  choices: editor.query(({ ctx }) => TraceSearch.choices(ctx)),
  get: editor.input(TraceRead.ById).query(({ ctx, input }) => TraceRead.get(ctx, input)),
  settings: editor.query(({ ctx }) => Replay.settings(ctx)),
  replay: editor.input(Replay.Replay).subscription(({ ctx, input, signal }) => Replay.run(ctx, input, signal)),
});
