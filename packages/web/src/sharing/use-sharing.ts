import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../app/trpc.ts";

/** Everything that shows who may read what is asked for anew. */
export function useRefreshRights(): () => Promise<unknown> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [
        trpc.library.list.queryKey(),
        trpc.sharing.pathKey(),
        trpc.document.pathKey(),
        trpc.restriction.pathKey(),
        trpc.group.list.queryKey(),
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}

export function useSetSharing() {
  const refresh = useRefreshRights();
  return useMutation(useTRPC().sharing.set.mutationOptions({ onSuccess: () => void refresh() }));
}
