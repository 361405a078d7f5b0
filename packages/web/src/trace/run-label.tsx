import type { Tier } from "@docent/core/chat/citation";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { LabelButtons } from "./label-buttons.tsx";

/** Says of a question that was asked whether it should be answered. */
export function RunLabel({ runId, tier }: { runId: string; tier: Tier }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const label = useQuery(trpc.label.ofRun.queryOptions({ runId }));
  const set = useMutation(
    trpc.label.fromTrace.mutationOptions({
      onSuccess: async (stored) => {
        queryClient.setQueryData(trpc.label.ofRun.queryKey({ runId }), stored);
        await queryClient.invalidateQueries({ queryKey: trpc.label.pathKey() });
      },
      onError: (error) => void message.error(errorText(t, error)),
    }),
  );
  const given = label.data?.state === "accepted" ? label.data.expected : null;
  return (
    <LabelButtons
      tier={tier}
      given={label.isPending || set.isPending ? undefined : given}
      onSet={(expected) => set.mutate({ runId, expected })}
    />
  );
}
