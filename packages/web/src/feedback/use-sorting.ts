import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";

const againMs = 60_000;

/** Has what was asked since the last look sorted into groups, some at a time, until nothing is left. */
export function useSorting() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const sorted = useQuery({
    queryKey: ["gap-sorting"],
    queryFn: () => client.gap.collect.mutate(),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data?.left ? 1 : againMs),
  });
  const { data, dataUpdatedAt } = sorted;
  useEffect(() => {
    if (data?.taken) void queryClient.invalidateQueries({ queryKey: trpc.gap.list.queryKey() });
  }, [data, dataUpdatedAt, queryClient, trpc]);
  return { left: data?.left ?? 0, error: sorted.error, again: () => void sorted.refetch() };
}
