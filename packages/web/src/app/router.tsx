import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { PageError } from "../ui/page-error.tsx";
import { PageWaiting } from "../ui/page-waiting.tsx";
import { parseUsageView } from "../usage/usage-view.ts";
import { entrance } from "./routes/entrance.tsx";
import { keepers, keeping } from "./routes/keepers.tsx";
import { desk, root, type RouterContext } from "./routes/root.tsx";
import { tuning } from "./routes/tune.tsx";
import { parseAccountSection, parseDocumentPlace } from "./search-params.ts";

// one page for both addresses, so that nothing is torn down when a first question gets its conversation
const ask = createRoute({
  getParentRoute: () => desk,
  id: "ask",
  component: lazyRouteComponent(() => import("../ask/ask-page.tsx"), "AskPage"),
});
const askNew = createRoute({ getParentRoute: () => ask, path: "/" });
const askConversation = createRoute({ getParentRoute: () => ask, path: "/c/$conversationId" });

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

/** For those who look after the companies of the desk; others are sent to ask. */
const companies = createRoute({
  getParentRoute: () => desk,
  path: "/companies",
  beforeLoad: ({ context }) => {
    if (!context.user.platformAdmin) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../companies/companies-page.tsx"), "CompaniesPage"),
});

const usage = createRoute({
  getParentRoute: () => desk,
  path: "/usage",
  validateSearch: parseUsageView,
  component: lazyRouteComponent(() => import("../usage/usage-page.tsx"), "UsagePage"),
});

const routeTree = root.addChildren([
  ...entrance,
  desk.addChildren([
    ask.addChildren([askNew, askConversation]),
    keepers.addChildren([...keeping, tuning]),
    documentRoute,
    settings,
    companies,
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
