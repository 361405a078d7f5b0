import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { parseFeedbackView } from "../../feedback/feedback-view.ts";
import { parseInboxView } from "../../feedback/inbox-view.ts";
import { parseExamplesView, parseIntentsView } from "../../intents/intents-view.ts";
import { parseStudioView } from "../../studio/studio-view.ts";
import { parseTestSetsView } from "../../test-sets/test-sets-view.ts";
import { parseTracesView } from "../../traces/traces-view.ts";
import { parseWordsView } from "../../words/words-view.ts";
import { parseSearchTest } from "../search-params.ts";
import { keepers } from "./keepers.tsx";

const tune = createRoute({
  getParentRoute: () => keepers,
  path: "/tune",
  component: lazyRouteComponent(() => import("../../tune/tune-page.tsx"), "TunePage"),
});
const first = createRoute({
  getParentRoute: () => tune,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/tune/search", replace: true });
  },
});
const search = createRoute({
  getParentRoute: () => tune,
  path: "search",
  validateSearch: parseSearchTest,
  component: lazyRouteComponent(() => import("../../tune/search-test-page.tsx"), "SearchTestPage"),
});

const words = createRoute({
  getParentRoute: () => tune,
  path: "words",
  validateSearch: parseWordsView,
  component: lazyRouteComponent(() => import("../../words/words-page.tsx"), "WordsPage"),
});

const intents = createRoute({
  getParentRoute: () => tune,
  path: "intents",
  validateSearch: parseIntentsView,
  component: lazyRouteComponent(() => import("../../intents/intents-page.tsx"), "IntentsPage"),
});
const intentLab = createRoute({
  getParentRoute: () => tune,
  path: "intents/lab",
  component: lazyRouteComponent(() => import("../../intents/lab/lab-page.tsx"), "LabPage"),
});
const intent = createRoute({
  getParentRoute: () => tune,
  path: "intents/$intentId",
  validateSearch: parseExamplesView,
  component: lazyRouteComponent(() => import("../../intents/intent-page.tsx"), "IntentPage"),
});

const refusal = createRoute({
  getParentRoute: () => tune,
  path: "refusal",
  validateSearch: parseStudioView,
  component: lazyRouteComponent(() => import("../../studio/refusal-page.tsx"), "RefusalPage"),
});

const tests = createRoute({
  getParentRoute: () => tune,
  path: "tests",
  validateSearch: parseTestSetsView,
  component: lazyRouteComponent(() => import("../../test-sets/test-sets-page.tsx"), "TestSetsPage"),
});

const templates = createRoute({
  getParentRoute: () => tune,
  path: "templates",
  component: lazyRouteComponent(() => import("../../templates/templates-page.tsx"), "TemplatesPage"),
});
const templateNew = createRoute({
  getParentRoute: () => tune,
  path: "templates/new",
  component: lazyRouteComponent(() => import("../../templates/template-page.tsx"), "NewTemplatePage"),
});
const template = createRoute({
  getParentRoute: () => tune,
  path: "templates/$templateId",
  component: lazyRouteComponent(() => import("../../templates/template-page.tsx"), "TemplatePage"),
});

const traces = createRoute({
  getParentRoute: () => tune,
  path: "traces",
  validateSearch: parseTracesView,
  component: lazyRouteComponent(() => import("../../traces/traces-page.tsx"), "TracesPage"),
});

const feedback = createRoute({
  getParentRoute: () => tune,
  path: "feedback",
  validateSearch: parseFeedbackView,
  component: lazyRouteComponent(() => import("../../feedback/feedback-page.tsx"), "FeedbackPage"),
});

const unanswered = createRoute({
  getParentRoute: () => tune,
  path: "unanswered",
  validateSearch: parseInboxView,
  component: lazyRouteComponent(() => import("../../feedback/inbox-page.tsx"), "InboxPage"),
});

/** The pages with which a desk is made better. */
export const tuning = tune.addChildren([
  first,
  search,
  words,
  intents,
  intentLab,
  intent,
  refusal,
  tests,
  templates,
  templateNew,
  template,
  traces,
  feedback,
  unanswered,
]);
