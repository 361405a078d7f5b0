import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../app/trpc.ts";

/** The catalogue. */
export function useModels() {
  return useQuery(useTRPC().model.list.queryOptions(undefined, { staleTime: 0 }));
}

/** To be called when models, or what they do, have changed. */
export function useRefreshModels(): () => Promise<unknown> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [trpc.model.pathKey(), trpc.generation.pathKey()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}
