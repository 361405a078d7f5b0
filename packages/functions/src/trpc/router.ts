import { batchRouter } from "./batches.ts";
import { chatRouter, conversationRouter } from "./chat.ts";
import { chunkRouter } from "./chunks.ts";
import { companyRouter } from "./companies.ts";
import { doctorRouter } from "./doctor.ts";
import { proposalRouter, writingRouter } from "./enhancement.ts";
import { calibrationRouter, labelRouter } from "./evaluation.ts";
import { feedbackRouter } from "./feedback.ts";
import { gapRouter } from "./gaps.ts";
import { healthRouter } from "./health.ts";
import { exampleRouter, intentRouter } from "./intents.ts";
import {
  categoryRouter,
  documentRouter,
  generationRouter,
  libraryRouter,
  restrictionRouter,
  searchRouter,
  sharingRouter,
} from "./knowledge.ts";
import { knowledgeBaseRouter } from "./knowledge-bases.ts";
import { migrationRouter } from "./migration.ts";
import { modelRouter } from "./model.ts";
import {
  apiKeyRouter,
  auditRouter,
  groupRouter,
  identityProviderRouter,
  invitationRouter,
  mailRouter,
  passwordResetRouter,
  sessionRouter,
  signUpRouter,
  userRouter,
} from "./people.ts";
import { pictureRouter } from "./pictures.ts";
import { brandingRouter, settingRouter, welcomeRouter } from "./settings.ts";
import { sourceRouter } from "./sources.ts";
import { testCaseRouter, testRunRouter } from "./test-sets.ts";
import { templateRouter } from "./templates.ts";
import { traceRouter } from "./trace.ts";
import { router } from "./trpc.ts";
import { budgetRouter, usageRouter } from "./usage.ts";
import { stopWordRouter, synonymRouter, vocabularyRouter } from "./words.ts";

import { uploadRouter } from "./uploads.ts";
export const appRouter = router({
  session: sessionRouter,
  company: companyRouter,
  user: userRouter,
  group: groupRouter,
  invitation: invitationRouter,
  passwordReset: passwordResetRouter,
  signUp: signUpRouter,
  apiKey: apiKeyRouter,
  identityProvider: identityProviderRouter,
  mail: mailRouter,
  audit: auditRouter,
  library: libraryRouter,
  category: categoryRouter,
  sharing: sharingRouter,
  document: documentRouter,
  chunk: chunkRouter,
  restriction: restrictionRouter,
  source: sourceRouter,
  knowledgeBase: knowledgeBaseRouter,
  batch: batchRouter,
  upload: uploadRouter,
  writing: writingRouter,
  proposal: proposalRouter,
  generation: generationRouter,
  search: searchRouter,
  conversation: conversationRouter,
  chat: chatRouter,
  picture: pictureRouter,
  feedback: feedbackRouter,
  gap: gapRouter,
  trace: traceRouter,
  health: healthRouter,
  doctor: doctorRouter,
  template: templateRouter,
  model: modelRouter,
  label: labelRouter,
  calibration: calibrationRouter,
  testCase: testCaseRouter,
  testRun: testRunRouter,
  intent: intentRouter,
  example: exampleRouter,
  setting: settingRouter,
  branding: brandingRouter,
  welcome: welcomeRouter,
  synonym: synonymRouter,
  stopWord: stopWordRouter,
  vocabulary: vocabularyRouter,
  usage: usageRouter,
  budget: budgetRouter,
  migration: migrationRouter,
});

export type AppRouter = typeof appRouter;
