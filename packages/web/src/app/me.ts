import { useRouteContext } from "@tanstack/react-router";

/** Who is signed in, on every page behind the sign-in. */
export function useMe() {
  return useRouteContext({ from: "/desk" });
}
