import type { Tier } from "@docent/core/chat/citation";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { LabelButtons, type Expected } from "../trace/label-buttons.tsx";

/** Says of a question that was only tried whether it should be answered. */
export function QuestionLabel({ question, tier }: { question: string; tier: Tier }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const label = useQuery(trpc.label.ofQuestion.queryOptions({ question }));
  const set = useMutation({
    mutationFn: async (expected: Expected | null) => {
      if (expected) await client.label.set.mutate({ question, expected });
      else if (label.data) await client.label.remove.mutate({ ids: [label.data.id] });
    },
    onError: (error) => void message.error(errorText(t, error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.label.pathKey() }),
  });
  const given = label.data?.state === "accepted" ? label.data.expected : null;
  return (
    <LabelButtons
      tier={tier}
      given={label.isPending || set.isPending ? undefined : given}
      onSet={(expected) => set.mutate(expected)}
    />
  );
}
