import * as Faq from "@docent/core/feedback/faq";
import * as Feedback from "@docent/core/feedback/feedback";
import * as Inject from "@docent/core/evaluation/inject";
import * as Review from "@docent/core/feedback/review";
import { editor, member, router } from "./trpc.ts";

export const feedbackRouter = router({
  rate: member.input(Feedback.Rate).mutation(({ ctx, input }) => Feedback.rate(ctx, input)),
  ofRun: member.input(Feedback.OfRun).query(({ ctx, input }) => Feedback.ofRun(ctx, input)),
  list: editor.input(Review.List).query(({ ctx, input }) => Review.list(ctx, input)),
  get: editor.input(Review.ById).query(({ ctx, input }) => Review.get(ctx, input)),
  people: editor.query(({ ctx }) => Review.people(ctx)),
  edit: editor.input(Review.Edit).mutation(({ ctx, input }) => Review.edit(ctx, input)),
  create: editor.input(Review.Create).mutation(({ ctx, input }) => Review.create(ctx, input)),
  move: editor.input(Review.Move).mutation(({ ctx, input }) => Review.move(ctx, input)),
  similar: editor.input(Faq.Similar).query(({ ctx, input }) => Faq.similar(ctx, input)),
  inject: editor.input(Inject.Inject).mutation(({ ctx, input }) => Inject.inject(ctx, input)),
  isRead: editor.input(Review.ById).query(({ ctx, input }) => Inject.isRead(ctx, input)),
  takeBack: editor.input(Review.ById).mutation(({ ctx, input }) => Inject.takeBack(ctx, input)),
});
