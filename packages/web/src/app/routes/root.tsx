import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { PageMissing } from "../../ui/page-missing.tsx";
import { fetchBranding } from "../branding.ts";
import type { Proxy } from "../trpc.ts";

export interface RouterContext {
  queryClient: QueryClient;
  trpc: Proxy;
}

export const root = createRootRouteWithContext<RouterContext>()({
  // no page is shown in other colours first, and none is held up when the desk does not tell
  beforeLoad: ({ context }) => fetchBranding(context.queryClient, context.trpc),
  component: Outlet,
  notFoundComponent: PageMissing,
});

export const me = ({ queryClient, trpc }: RouterContext) =>
  queryClient.ensureQueryData(trpc.session.me.queryOptions(undefined, { staleTime: Infinity }));

export const libraryList = ({ queryClient, trpc }: RouterContext) =>
  queryClient.ensureQueryData(trpc.library.list.queryOptions());

/** Everything behind the sign-in, under the header. */
export const desk = createRoute({
  getParentRoute: () => root,
  id: "desk",
  beforeLoad: async ({ context, location }) => {
    const { user, company, setupNeeded } = await me(context);
    if (setupNeeded) throw redirect({ to: "/setup", hash: location.hash });
    if (!user) throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
    if (user.passwordChangeNeeded) throw redirect({ to: "/own-password" });
    return { user, company };
  },
  component: lazyRouteComponent(() => import("../shell.tsx"), "Shell"),
});
