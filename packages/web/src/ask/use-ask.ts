import { useQueryClient } from "@tanstack/react-query";
import { useMe } from "../app/me.ts";
import { signInAgain } from "../app/sign-in-again.ts";
import { useTRPC } from "../app/trpc.ts";
import { addTurn, raise } from "./conversation-cache.ts";
import { keepDraft } from "./draft.ts";
import type { Question } from "./live-runs.ts";
import { useLiveRuns } from "./live-runs-context.tsx";

/** Asks: the question stands in the thread at once, the desk hears of it, and the answer is read along. */
export function useAsk() {
  const { user } = useMe();
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
    if (runs.find(question.runId)?.problem?.code !== "actor.user_required") return;
    // the session has ended: the question waits in its box until its person is back
    const isNew = conversation.turns.length === 1;
    keepDraft(user.id, isNew ? "new" : conversation.id, question.question);
    signInAgain(isNew ? "/" : `/c/${conversation.id}`);
  };
}
