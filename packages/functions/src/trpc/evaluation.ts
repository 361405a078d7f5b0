import * as Calibration from "@docent/core/evaluation/calibration";
import * as Label from "@docent/core/evaluation/label";
import * as LabelProposal from "@docent/core/evaluation/label-proposal";
import * as LabelThumbs from "@docent/core/evaluation/label-thumbs";
import { admin, editor, router } from "./trpc.ts";

export const labelRouter = router({
  list: editor.input(Label.List).query(({ ctx, input }) => Label.list(ctx, input)),
  set: editor.input(Label.Set).mutation(({ ctx, input }) => Label.set(ctx, input)),
  remove: editor.input(Label.Remove).mutation(({ ctx, input }) => Label.remove(ctx, input)),
  restore: editor.input(Label.Restore).mutation(({ ctx, input }) => Label.restore(ctx, input)),
  accept: editor.input(Label.Accept).mutation(({ ctx, input }) => Label.accept(ctx, input)),
  import: editor.input(Label.Import).mutation(({ ctx, input }) => Label.importFile(ctx, input)),
  collectThumbs: editor.mutation(({ ctx }) => LabelThumbs.collect(ctx)),
  propose: editor
    .input(LabelProposal.Propose)
    .subscription(({ ctx, input, signal }) => LabelProposal.propose(ctx, input, signal)),
  fromTrace: editor.input(Label.FromTrace).mutation(({ ctx, input }) => Label.fromTrace(ctx, input)),
  ofRun: editor.input(Label.ByRun).query(({ ctx, input }) => Label.ofRun(ctx, input)),
  ofQuestion: editor.input(Label.ByQuestion).query(({ ctx, input }) => Label.ofQuestion(ctx, input)),
});

export const calibrationRouter = router({
  get: editor.query(({ ctx }) => Calibration.get(ctx)),
  progress: editor.query(({ ctx }) => Calibration.progress(ctx)),
  start: editor.input(Calibration.Start).mutation(({ ctx, input }) => Calibration.start(ctx, input)),
  stop: editor.mutation(({ ctx }) => Calibration.stop(ctx)),
  at: editor.input(Calibration.At).query(({ ctx, input }) => Calibration.at(ctx, input)),
  store: admin.input(Calibration.At).mutation(({ ctx, input }) => Calibration.store(ctx, input)),
  reset: admin.mutation(({ ctx }) => Calibration.reset(ctx)),
});
