import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

/** Goes to a page as whoever is signed in now; whoever was here before leaves nothing behind. */
export function useEnter(): (href?: string) => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return async (href = "/") => {
    queryClient.clear();
    await router.invalidate();
    await router.navigate({ href, replace: true });
  };
}
