import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, type Outputs } from "../app/trpc.ts";

export type CategoryInfo = Outputs["category"]["list"][number];

/** The categories of the company; empty until they are there. */
export function useCategories(): CategoryInfo[] {
  return useQuery(useTRPC().category.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
}

/** Shows everything that names categories and what is said about documents as it is now. */
export function useRefreshCategories() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [
        trpc.category.list.queryKey(),
        trpc.library.facets.queryKey(),
        trpc.document.list.queryKey(),
        trpc.document.get.queryKey(),
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}
