import { chatRouter, conversationRouter, feedbackRouter } from "./chat.ts";
import { companyTextRouter } from "./company.ts";
import { calibrationRouter, labelRouter } from "./evaluation.ts";
import { documentRouter, libraryRouter, searchRouter } from "./knowledge.ts";
import { modelRouter } from "./model.ts";
import { sessionRouter, userRouter } from "./people.ts";
import { router } from "./trpc.ts";
import { stopWordRouter, synonymRouter, vocabularyRouter } from "./words.ts";

export const appRouter = router({
  session: sessionRouter,
  user: userRouter,
  library: libraryRouter,
  document: documentRouter,
  search: searchRouter,
  conversation: conversationRouter,
  chat: chatRouter,
  feedback: feedbackRouter,
  model: modelRouter,
  label: labelRouter,
  calibration: calibrationRouter,
  companyText: companyTextRouter,
  synonym: synonymRouter,
  stopWord: stopWordRouter,
  vocabulary: vocabularyRouter,
});

export type AppRouter = typeof appRouter;
