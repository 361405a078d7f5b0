import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { parseLibraryView } from "../search-params.ts";
import { parseHealthView } from "../../health/health-view.ts";
import { parseReplayView } from "../../trace/replay-view.ts";
import { desk, libraryList } from "./root.tsx";

/** Pages for those who keep the documents; others are sent to ask, unless there is a library that they keep. */
export const keepers = createRoute({
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
  component: lazyRouteComponent(() => import("../../library/libraries-page.tsx"), "LibrariesPage"),
});
const libraryFirst = createRoute({
  getParentRoute: () => libraries,
  path: "/library",
  component: lazyRouteComponent(() => import("../../library/library-first.tsx"), "LibraryFirst"),
});
const library = createRoute({
  getParentRoute: () => libraries,
  path: "/library/$libraryId",
  validateSearch: parseLibraryView,
  component: lazyRouteComponent(() => import("../../library/library-page.tsx"), "LibraryPage"),
});

const trace = createRoute({
  getParentRoute: () => keepers,
  path: "/trace/$runId",
  component: lazyRouteComponent(() => import("../../trace/trace-page.tsx"), "TracePage"),
});
const traceReplay = createRoute({
  getParentRoute: () => keepers,
  path: "/trace/$runId/replay",
  validateSearch: parseReplayView,
  component: lazyRouteComponent(() => import("../../trace/replay-page.tsx"), "ReplayPage"),
});
const health = createRoute({
  getParentRoute: () => keepers,
  path: "/health",
  validateSearch: parseHealthView,
  component: lazyRouteComponent(() => import("../../health/health-page.tsx"), "HealthPage"),
});

/** The pages of the library, of traces and of how the desk is doing, without tuning. */
export const keeping = [libraries.addChildren([libraryFirst, library]), trace, traceReplay, health];
