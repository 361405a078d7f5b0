import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../app/trpc.ts";

/** Has everything about intents and examples asked for again, after one of them has changed. */
export function useIntentRefresh(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.intent.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.example.pathKey() }),
    ]);
  }, [trpc, queryClient]);
}
