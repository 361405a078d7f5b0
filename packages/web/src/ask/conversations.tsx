import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { ConversationItem } from "./conversation-item.tsx";
import { byAge } from "./conversation-age.ts";

export function Conversations({ current, onChosen }: { current: string | undefined; onChosen?: () => void }) {
  const { t } = useLanguage();
  const list = useQuery(useTRPC().conversation.list.queryOptions());
  const [now] = useState(Date.now);
  return (
    <div className="conversations">
      <div className="conversations-new">
        <Link to="/" {...(onChosen && { onClick: onChosen })}>
          <Button block icon={<PlusOutlined aria-hidden />} tabIndex={-1}>
            {t.ask.newConversation}
          </Button>
        </Link>
      </div>
      <nav className="conversations-list" aria-label={t.ask.conversations}>
        {list.isPending && (
          <Late>
            <Skeleton active title={false} paragraph={{ rows: 5, width: "100%" }} />
          </Late>
        )}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.length === 0 && <p className="conversations-none">{t.ask.noConversations}</p>}
        {byAge(list.data ?? [], now).map(({ age, conversations }) => (
          <section key={age} aria-label={t.ask.ages[age]}>
            <h2>{t.ask.ages[age]}</h2>
            <ul>
              {conversations.map((conversation) => (
                <ConversationItem
                  key={conversation.id}
                  conversation={conversation}
                  current={conversation.id === current}
                  {...(onChosen && { onChosen })}
                />
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  );
}
