import { CheckOutlined } from "@ant-design/icons";
import type { Tier } from "@docent/core/chat/citation";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";

const expectations = ["answer", "refuse"] as const;

/** Whether the desk was right to answer or to refuse. What is pressed is a labelled question; pressed again, it is none. */
export function LabelButtons({ runId, tier }: { runId: string; tier: Tier }) {
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
  const answered = tier === "answer" || tier === "hedged";
  const words = answered ? t.trace.label.answered : t.trace.label.refused;
  const given = label.data?.state === "accepted" ? label.data.expected : null;
  return (
    <div className="label-buttons" role="group" aria-label={t.trace.label.question}>
      <span className="quiet">{t.trace.label.question}</span>
      {expectations.map((expected) => (
        <Button
          key={expected}
          size="small"
          {...(given === expected && { icon: <CheckOutlined aria-hidden />, type: "primary", ghost: true })}
          aria-pressed={given === expected}
          disabled={label.isPending || set.isPending}
          onClick={() => set.mutate({ runId, expected: given === expected ? null : expected })}
        >
          {words[expected]}
        </Button>
      ))}
      <span className="label-said" role="status">
        {given !== null && t.trace.label.said}
      </span>
    </div>
  );
}
