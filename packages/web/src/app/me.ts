import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTRPC } from "./trpc.ts";

/** Who is signed in, on every page behind the sign-in. */
export function useMe() {
  return useRouteContext({ from: "/desk" });
}

/** Whether this person has libraries to keep: editors do, and members whom somebody made a contributor or an owner. */
export function useKeepsLibraries(): boolean {
  const { user } = useMe();
  const isMember = user.role === "member";
  const { data } = useQuery(useTRPC().library.list.queryOptions(undefined, { enabled: isMember }));
  return !isMember || (data?.some(({ role }) => role !== "reader") ?? false);
}

/**
 * Somebody may sign out, or in as somebody else, in another tab: then this one begins anew, so that nobody sees or
 * sends anything as the person before.
 */
export function useSamePerson(): void {
  const { user } = useMe();
  const { data } = useQuery(
    useTRPC().session.me.queryOptions(undefined, { staleTime: Infinity, refetchOnWindowFocus: "always" }),
  );
  const changed = data !== undefined && (data.user?.id !== user.id || data.user.role !== user.role);
  useEffect(() => {
    if (changed) location.reload();
  }, [changed]);
}
