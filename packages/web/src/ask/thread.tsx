import { ArrowDownOutlined, CommentOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { kindOf } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import type { SourceFocus } from "./source-focus.ts";
import type { Turn } from "./conversation-cache.ts";
import { TurnView } from "./turn-view.tsx";
import { useBottom } from "./use-bottom.ts";
import type { ConversationQuery } from "./use-conversation.ts";

interface ThreadProps {
  conversation: ConversationQuery;
  onAgain: (turn: Turn) => void;
  onSource: (focus: SourceFocus) => void;
}

export function Thread({ conversation, onAgain, onSource }: ThreadProps) {
  const { t } = useLanguage();
  const turns = conversation.data?.turns ?? [];
  const { scroller, content, atBottom, toBottom } = useBottom(turns.at(-1)?.runId);
  if (conversation.isError && !conversation.data) {
    return (
      <div className="thread-place thread-state">
        {kindOf(conversation.error) === "not_found" ? (
          <Empty
            page
            icon={<CommentOutlined aria-hidden />}
            title={t.ask.goneTitle}
            action={<Link to="/">{t.ask.newConversation}</Link>}
          />
        ) : (
          <Failure error={conversation.error} onRetry={() => void conversation.refetch()} />
        )}
      </div>
    );
  }
  return (
    <div className="thread-place">
      <div className="thread-scroll" ref={scroller} tabIndex={0} role="region" aria-label={t.ask.thread}>
        <div className="thread" ref={content}>
          <h1 className="unseen">{conversation.data?.title ?? t.ask.thread}</h1>
          {conversation.isPending && (
            <Late>
              <Skeleton active paragraph={{ rows: 5 }} />
            </Late>
          )}
          {turns.map((turn, index) => (
            <TurnView
              key={turn.runId}
              turn={turn}
              last={index === turns.length - 1}
              conversationId={conversation.data?.id ?? ""}
              onAgain={onAgain}
              onSource={onSource}
            />
          ))}
        </div>
      </div>
      {!atBottom && (
        <Button
          className="to-newest"
          shape="round"
          size="small"
          icon={<ArrowDownOutlined aria-hidden />}
          onClick={toBottom}
        >
          {t.ask.toNewest}
        </Button>
      )}
    </div>
  );
}
