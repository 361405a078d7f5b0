import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../app/trpc.ts";
import { addTurn, raise } from "./conversation-cache.ts";
import type { Question } from "./live-runs.ts";
import { useLiveRuns } from "./live-runs-context.tsx";

/** Asks: the question stands in the thread at once, the desk hears of it, and the answer is read along. */
export function useAsk() {
  const runs = useLiveRuns();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (question: Question): Promise<void> => {
    const key = trpc.conversation.get.queryKey({ id: question.conversationId });
    const listKey = trpc.conversation.list.queryKey();
    await queryClient.cancelQueries({ queryKey: key });
    const conversation = addTurn(queryClient.getQueryData(key), question, new Date().toISOString());
    queryClient.setQueryData(key, conversation);
    queryClient.setQueryData(listKey, (list) => list && raise(list, conversation));
    await runs.ask(question);
  };
}
