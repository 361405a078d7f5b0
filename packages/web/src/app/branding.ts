import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { useTRPC, type Outputs, type Proxy } from "./trpc.ts";

export type Branding = Outputs["branding"]["get"];

/** Docent's own, where a company has no logo. */
export const ownSign = "/docent.svg";

const own: Branding = { name: "Docent", colours: null, logo: null };

/** Asks how the desk looks, once or `anew`; it is kept for as long as the page is open. Never fails. */
export function fetchBranding(queryClient: QueryClient, trpc: Proxy, anew = false): Promise<void> {
  const staleTime = anew ? 0 : Infinity;
  return queryClient.prefetchQuery(
    trpc.branding.get.queryOptions(undefined, { staleTime, gcTime: Infinity, retry: false }),
  );
}

/**
 * How the desk looks for whoever uses it now. The pages ask for it before they are shown; it is followed here in the
 * cache, which somebody who signs in empties.
 */
export function useBranding(): Branding {
  const queryClient = useQueryClient();
  const queryKey = useTRPC().branding.get.queryKey();
  const follow = useCallback((changed: () => void) => queryClient.getQueryCache().subscribe(changed), [queryClient]);
  return useSyncExternalStore(follow, () => queryClient.getQueryData<Branding>(queryKey)) ?? own;
}
