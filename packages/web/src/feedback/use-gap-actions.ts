import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { useUndo } from "../ui/use-undo.ts";
import type { Gap } from "./gap-row.tsx";

/** What can be done with a group of questions, each with its way back. */
export function useGapActions() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const texts = t.feedback.inbox;
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.gap.list.queryKey() });
  const { done, tell } = useUndo(refresh);
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      void message.error(errorText(t, error));
      await refresh();
      return false;
    }
  };
  return {
    done,
    refresh,
    assign: async ({ id }: Gap, userId: string | null) => {
      await attempt(async () => {
        await client.gap.assign.mutate({ id, userId });
        await refresh();
      });
    },
    move: async ({ id, question }: Gap, state: "open" | "dismissed") => {
      await attempt(async () => {
        await client.gap.move.mutate({ id, state });
        if (state === "open") {
          void message.success(texts.reopened(question));
          return refresh();
        }
        await tell(texts.dismissed(question), () => client.gap.move.mutate({ id, state: "open" }));
      });
    },
    /** Whether it is closed now. */
    close: ({ id, question }: Gap, documentId: string, feedbackId?: string) =>
      attempt(async () => {
        await client.gap.close.mutate({ id, documentId, ...(feedbackId && { feedbackId }) });
        await tell(texts.closed(question), async () => {
          if (feedbackId) await client.feedback.takeBack.mutate({ id: feedbackId });
          await client.gap.move.mutate({ id, state: "open" });
        });
      }),
  };
}
