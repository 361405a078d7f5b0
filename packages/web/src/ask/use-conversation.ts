import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../app/trpc.ts";
import { isUnderWay, type Conversation } from "./conversation-cache.ts";
import { useLiveRuns } from "./live-runs-context.tsx";

/** The conversation with its turns. Not asked for again while it holds a question that the desk may not know of yet. */
export function useConversation(id: string | undefined) {
  const trpc = useTRPC();
  const runs = useLiveRuns();
  const settled = ({ state }: { state: { data: Conversation | undefined } }) =>
    !state.data?.turns.some((turn) => isUnderWay(turn) && runs.find(turn.runId));
  return useQuery(
    trpc.conversation.get.queryOptions(
      { id: id ?? "" },
      {
        enabled: id !== undefined,
        refetchOnMount: settled,
        refetchOnWindowFocus: settled,
        refetchOnReconnect: settled,
      },
    ),
  );
}
export type ConversationQuery = ReturnType<typeof useConversation>;
