import { DislikeFilled, DislikeOutlined, EditOutlined, LikeFilled, LikeOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popover, Tooltip } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { setThumb, type Turn } from "./conversation-cache.ts";
import { ThumbForm, type Said } from "./thumb-form.tsx";

/** A thumb counts at once; what was wrong, and what would have been right, can be added. */
export function Thumbs({ turn, conversationId }: { turn: Turn; conversationId: string }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.conversation.get.queryKey({ id: conversationId });
  const saidKey = trpc.feedback.ofRun.queryKey({ runId: turn.runId });
  const show = (thumb: Turn["thumb"]) =>
    queryClient.setQueryData(key, (conversation) => conversation && setThumb(conversation, turn.runId, thumb));
  const rate = useMutation(
    trpc.feedback.rate.mutationOptions({
      onMutate: ({ thumb }) => void show(thumb),
      onError: (error) => {
        show(turn.thumb);
        void message.error(errorText(t, error));
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: saidKey }),
    }),
  );
  const press = (thumb: "up" | "down") => {
    const next = turn.thumb === thumb ? null : thumb;
    rate.mutate({ runId: turn.runId, thumb: next });
    setAsking(next === "down");
  };
  const say = async (said: Said, last: boolean) => {
    await rate.mutateAsync({ runId: turn.runId, thumb: turn.thumb ?? "down", ...said });
    if (last) setAsking(false);
    void message.success(t.feedback.said.thanks);
  };
  return (
    <>
      <Tooltip title={t.ask.good}>
        <Button
          type="text"
          size="small"
          icon={turn.thumb === "up" ? <LikeFilled aria-hidden /> : <LikeOutlined aria-hidden />}
          aria-label={t.ask.good}
          aria-pressed={turn.thumb === "up"}
          onClick={() => press("up")}
        />
      </Tooltip>
      <Button
        type="text"
        size="small"
        icon={turn.thumb === "down" ? <DislikeFilled aria-hidden /> : <DislikeOutlined aria-hidden />}
        aria-label={t.ask.bad}
        title={t.ask.bad}
        aria-pressed={turn.thumb === "down"}
        onClick={() => press("down")}
      />
      <Popover
        open={asking}
        trigger="click"
        placement="top"
        destroyOnHidden
        getPopupContainer={(button) => button.closest("main") ?? document.body}
        onOpenChange={setAsking}
        content={<ThumbForm runId={turn.runId} onSay={say} onClose={() => setAsking(false)} />}
      >
        <Button
          type="text"
          size="small"
          icon={<EditOutlined aria-hidden />}
          aria-label={t.feedback.said.correct}
          title={t.feedback.said.correct}
          aria-expanded={asking}
        />
      </Popover>
    </>
  );
}
