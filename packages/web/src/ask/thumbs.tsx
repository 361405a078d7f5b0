import { DislikeFilled, DislikeOutlined, LikeFilled, LikeOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Popover, Tooltip } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { setThumb, type Turn } from "./conversation-cache.ts";

/** A thumb counts at once; what was wrong can be added to a thumb down. */
export function Thumbs({ turn, conversationId }: { turn: Turn; conversationId: string }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.conversation.get.queryKey({ id: conversationId });
  const show = (thumb: Turn["thumb"]) =>
    queryClient.setQueryData(key, (conversation) => conversation && setThumb(conversation, turn.runId, thumb));
  const rate = useMutation(
    trpc.feedback.rate.mutationOptions({
      onMutate: ({ thumb }) => void show(thumb),
      onError: (error) => {
        show(turn.thumb);
        void message.error(errorText(t, error));
      },
    }),
  );
  const press = (thumb: "up" | "down") => {
    const next = turn.thumb === thumb ? null : thumb;
    rate.mutate({ runId: turn.runId, thumb: next });
    setAsking(next === "down");
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
      <Popover
        open={asking}
        trigger="click"
        placement="topLeft"
        onOpenChange={(open) => !open && setAsking(false)}
        content={
          <Reason
            onSend={(reason) => {
              rate.mutate({ runId: turn.runId, thumb: "down", reason });
              setAsking(false);
              void message.success(t.ask.thanks);
            }}
          />
        }
      >
        <Button
          type="text"
          size="small"
          icon={turn.thumb === "down" ? <DislikeFilled aria-hidden /> : <DislikeOutlined aria-hidden />}
          aria-label={t.ask.bad}
          title={t.ask.bad}
          aria-pressed={turn.thumb === "down"}
          onClick={() => press("down")}
        />
      </Popover>
    </>
  );
}

function Reason({ onSend }: { onSend: (reason: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  return (
    <form
      className="reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onSend(text.trim());
      }}
    >
      <strong>{t.ask.whatWasWrong}</strong>
      <div className="reason-choices">
        {t.ask.reasons.map((reason) => (
          <Button key={reason} size="small" onClick={() => onSend(reason)}>
            {reason}
          </Button>
        ))}
      </div>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t.ask.reasonPlaceholder}
        aria-label={t.ask.whatWasWrong}
      />
      <Button type="primary" size="small" htmlType="submit" disabled={!text.trim()}>
        {t.common.send}
      </Button>
    </form>
  );
}
