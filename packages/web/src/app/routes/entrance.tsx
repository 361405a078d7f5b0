import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { parseSignIn } from "../search-params.ts";
import { me, root } from "./root.tsx";

const setUp = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  beforeLoad: async ({ context }) => {
    const { setupNeeded } = await me(context);
    if (!setupNeeded) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../../people/set-up.tsx"), "SetUpPage"),
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
  component: lazyRouteComponent(() => import("../../people/sign-in.tsx"), "SignInPage"),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot",
  component: lazyRouteComponent(() => import("../../people/forgot.tsx"), "ForgotPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(() => import("../../people/reset.tsx"), "ResetPage"),
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(() => import("../../people/join.tsx"), "JoinPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("../../people/sign-up.tsx"), "SignUpPage"),
});

/** Whoever was given a password by somebody else chooses their own before anything else. */
const ownPassword = createRoute({
  getParentRoute: () => root,
  path: "/own-password",
  beforeLoad: async ({ context }) => {
    const { user } = await me(context);
    if (!user?.passwordChangeNeeded) throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("../../people/own-password.tsx"), "OwnPasswordPage"),
});

/** The pages before the sign-in. */
export const entrance = [setUp, signIn, forgot, reset, join, signUp, ownPassword];
