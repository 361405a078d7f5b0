import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { PageError } from "../ui/page-error.tsx";
import { PageMissing } from "../ui/page-missing.tsx";
import { PageWaiting } from "../ui/page-waiting.tsx";
import {
  parseAccountSection,
  parseDocumentPlace,
  parseLibraryView,
  parseSearchTest,
  parseSignIn,
} from "./search-params.ts";
import { parseFeedbackView } from "../feedback/feedback-view.ts";
import { parseInboxView } from "../feedback/inbox-view.ts";
import { parseExamplesView, parseIntentsView } from "../intents/intents-view.ts";
import { parseTestSetsView } from "../test-sets/test-sets-view.ts";
import { parseWordsView } from "../words/words-view.ts";
import { parseStudioView } from "../studio/studio-view.ts";
import { parseUsageView } from "../usage/usage-view.ts";
import { parseTracesView } from "../traces/traces-view.ts";
import { parseReplayView } from "../trace/replay-view.ts";
import type { Proxy } from "./trpc.ts";

interface RouterContext {
  queryClient: QueryClient;
  trpc: Proxy;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: PageMissing,
});

const me = ({ queryClient, trpc }: RouterContext) =>
  queryClient.ensureQueryData(trpc.session.me.queryOptions(undefined, { staleTime: Infinity }));

const libraryList = ({ queryClient, trpc }: RouterContext) =>
  queryClient.ensureQueryData(trpc.library.list.queryOptions());

const setUp = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  beforeLoad: async ({ context }) => {
    const { setupNeeded } = await me(context);
    if (!setupNeeded) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../people/set-up.tsx"), "SetUpPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: parseSignIn,
  beforeLoad: async ({ context }) => {
    const { user, setupNeeded } = await me(context);
    if (setupNeeded) throw redirect({ to: "/setup" });
    if (user) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../people/sign-in.tsx"), "SignInPage"),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot",
  component: lazyRouteComponent(() => import("../people/forgot.tsx"), "ForgotPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(() => import("../people/reset.tsx"), "ResetPage"),
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(() => import("../people/join.tsx"), "JoinPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("../people/sign-up.tsx"), "SignUpPage"),
});

/** Whoever was given a password by somebody else chooses their own before anything else. */
const ownPassword = createRoute({
  getParentRoute: () => root,
  path: "/own-password",
  beforeLoad: async ({ context }) => {
    const { user } = await me(context);
    if (!user?.passwordChangeNeeded) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../people/own-password.tsx"), "OwnPasswordPage"),
});

/** Everything behind the sign-in, under the header. */
const desk = createRoute({
  getParentRoute: () => root,
  id: "desk",
  beforeLoad: async ({ context, location }) => {
    const { user, company, setupNeeded } = await me(context);
    if (setupNeeded) throw redirect({ to: "/setup", hash: location.hash });
    if (!user) throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
    if (user.passwordChangeNeeded) throw redirect({ to: "/own-password" });
    return { user, company };
  },
  component: lazyRouteComponent(() => import("./shell.tsx"), "Shell"),
});

// one page for both addresses, so that nothing is torn down when a first question gets its conversation
const ask = createRoute({
  getParentRoute: () => desk,
  id: "ask",
  component: lazyRouteComponent(() => import("../ask/ask-page.tsx"), "AskPage"),
});
const askNew = createRoute({ getParentRoute: () => ask, path: "/" });
const askConversation = createRoute({ getParentRoute: () => ask, path: "/c/$conversationId" });

/** Pages for those who keep the documents; others are sent to ask, unless there is a library that they keep. */
const keepers = createRoute({
  getParentRoute: () => desk,
  id: "keepers",
  beforeLoad: async ({ context, location }) => {
    if (context.user.role !== "member") return;
    const list = location.pathname.startsWith("/library") ? await libraryList(context) : [];
    if (!list.some(({ role }) => role !== "reader")) throw redirect({ to: "/" });
  },
});
const libraries = createRoute({
  getParentRoute: () => keepers,
  id: "libraries",
  component: lazyRouteComponent(() => import("../library/libraries-page.tsx"), "LibrariesPage"),
});
const libraryFirst = createRoute({
  getParentRoute: () => libraries,
  path: "/library",
  component: lazyRouteComponent(() => import("../library/library-first.tsx"), "LibraryFirst"),
});
const library = createRoute({
  getParentRoute: () => libraries,
  path: "/library/$libraryId",
  validateSearch: parseLibraryView,
  component: lazyRouteComponent(() => import("../library/library-page.tsx"), "LibraryPage"),
});

const tune = createRoute({
  getParentRoute: () => keepers,
  path: "/tune",
  component: lazyRouteComponent(() => import("../tune/tune-page.tsx"), "TunePage"),
});
const tuneFirst = createRoute({
  getParentRoute: () => tune,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/tune/search", replace: true });
  },
});
const tuneSearch = createRoute({
  getParentRoute: () => tune,
  path: "search",
  validateSearch: parseSearchTest,
  component: lazyRouteComponent(() => import("../tune/search-test-page.tsx"), "SearchTestPage"),
});

const tuneWords = createRoute({
  getParentRoute: () => tune,
  path: "words",
  validateSearch: parseWordsView,
  component: lazyRouteComponent(() => import("../words/words-page.tsx"), "WordsPage"),
});

const tuneIntents = createRoute({
  getParentRoute: () => tune,
  path: "intents",
  validateSearch: parseIntentsView,
  component: lazyRouteComponent(() => import("../intents/intents-page.tsx"), "IntentsPage"),
});
const tuneIntentLab = createRoute({
  getParentRoute: () => tune,
  path: "intents/lab",
  component: lazyRouteComponent(() => import("../intents/lab/lab-page.tsx"), "LabPage"),
});
const tuneIntent = createRoute({
  getParentRoute: () => tune,
  path: "intents/$intentId",
  validateSearch: parseExamplesView,
  component: lazyRouteComponent(() => import("../intents/intent-page.tsx"), "IntentPage"),
});

const trace = createRoute({
  getParentRoute: () => keepers,
  path: "/trace/$runId",
  component: lazyRouteComponent(() => import("../trace/trace-page.tsx"), "TracePage"),
});
const traceReplay = createRoute({
  getParentRoute: () => keepers,
  path: "/trace/$runId/replay",
  validateSearch: parseReplayView,
  component: lazyRouteComponent(() => import("../trace/replay-page.tsx"), "ReplayPage"),
});
const tuneRefusal = createRoute({
  getParentRoute: () => tune,
  path: "refusal",
  validateSearch: parseStudioView,
  component: lazyRouteComponent(() => import("../studio/refusal-page.tsx"), "RefusalPage"),
});

const tuneTests = createRoute({
  getParentRoute: () => tune,
  path: "tests",
  validateSearch: parseTestSetsView,
  component: lazyRouteComponent(() => import("../test-sets/test-sets-page.tsx"), "TestSetsPage"),
});

const tuneTemplates = createRoute({
  getParentRoute: () => tune,
  path: "templates",
  component: lazyRouteComponent(() => import("../templates/templates-page.tsx"), "TemplatesPage"),
});
const tuneTemplateNew = createRoute({
  getParentRoute: () => tune,
  path: "templates/new",
  component: lazyRouteComponent(() => import("../templates/template-page.tsx"), "NewTemplatePage"),
});
const tuneTemplate = createRoute({
  getParentRoute: () => tune,
  path: "templates/$templateId",
  component: lazyRouteComponent(() => import("../templates/template-page.tsx"), "TemplatePage"),
});

const tuneTraces = createRoute({
  getParentRoute: () => tune,
  path: "traces",
  validateSearch: parseTracesView,
  component: lazyRouteComponent(() => import("../traces/traces-page.tsx"), "TracesPage"),
});

const tuneFeedback = createRoute({
  getParentRoute: () => tune,
  path: "feedback",
  validateSearch: parseFeedbackView,
  component: lazyRouteComponent(() => import("../feedback/feedback-page.tsx"), "FeedbackPage"),
});

const tuneUnanswered = createRoute({
  getParentRoute: () => tune,
  path: "unanswered",
  validateSearch: parseInboxView,
  component: lazyRouteComponent(() => import("../feedback/inbox-page.tsx"), "InboxPage"),
});

const documentRoute = createRoute({
  getParentRoute: () => desk,
  path: "/document/$documentId",
  validateSearch: parseDocumentPlace,
  component: lazyRouteComponent(() => import("../document/document-page.tsx"), "DocumentPage"),
});

const settings = createRoute({
  getParentRoute: () => desk,
  path: "/settings",
  validateSearch: parseAccountSection,
  component: lazyRouteComponent(() => import("../settings/settings-page.tsx"), "SettingsPage"),
});

const usage = createRoute({
  getParentRoute: () => desk,
  path: "/usage",
  validateSearch: parseUsageView,
  component: lazyRouteComponent(() => import("../usage/usage-page.tsx"), "UsagePage"),
});

const routeTree = root.addChildren([
  setUp,
  signIn,
  forgot,
  reset,
  join,
  signUp,
  ownPassword,
  desk.addChildren([
    ask.addChildren([askNew, askConversation]),
    keepers.addChildren([
      libraries.addChildren([libraryFirst, library]),
      tune.addChildren([
        tuneFirst,
        tuneSearch,
        tuneRefusal,
        tuneWords,
        tuneIntents,
        tuneIntentLab,
        tuneIntent,
        tuneTests,
        tuneTemplates,
        tuneTemplateNew,
        tuneTemplate,
        tuneTraces,
        tuneFeedback,
        tuneUnanswered,
      ]),
      trace,
      traceReplay,
    ]),
    documentRoute,
    settings,
    usage,
  ]),
]);

export function createDeskRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: "intent",
    defaultErrorComponent: PageError,
    defaultPendingComponent: PageWaiting,
    defaultPendingMs: 300,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createDeskRouter>;
  }
  /** What a link tells the page that it opens, and the address does not show. */
  interface HistoryState {
    /** The cited words, to be marked in their passage. */
    quote?: string;
  }
}
