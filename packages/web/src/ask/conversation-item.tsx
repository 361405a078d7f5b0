import { MoreOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useState, type KeyboardEvent } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { ChangeMenu } from "../ui/change-menu.tsx";
import type { ConversationListed } from "./conversation-cache.ts";

interface ConversationItemProps {
  conversation: ConversationListed;
  current: boolean;
  onChosen?: () => void;
}

export function ConversationItem({ conversation, current, onChosen }: ConversationItemProps) {
  const { t } = useLanguage();
  const { modal } = App.useApp();
  const [renaming, setRenaming] = useState(false);
  const { rename, remove } = useConversationChanges(conversation, current);

  if (renaming) {
    return (
      <li className="conversation">
        <TitleInput
          title={conversation.title}
          onDone={(title) => {
            setRenaming(false);
            if (title && title !== conversation.title) rename(title);
          }}
        />
      </li>
    );
  }
  const confirmRemove = () =>
    modal.confirm({
      title: t.ask.deleteTitle,
      content: t.ask.deleteText(conversation.title),
      okText: t.common.delete,
      okButtonProps: { danger: true },
      onOk: remove,
    });
  return (
    <li className={current ? "conversation current" : "conversation"}>
      <Link
        to="/c/$conversationId"
        params={{ conversationId: conversation.id }}
        title={conversation.title}
        {...(onChosen && { onClick: onChosen })}
      >
        {conversation.title}
      </Link>
      <ChangeMenu
        rename={{ label: t.ask.rename, onClick: () => setRenaming(true) }}
        remove={{ label: t.common.delete, onClick: () => void confirmRemove() }}
      >
        <Button
          type="text"
          size="small"
          className="conversation-more"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t.ask.more(conversation.title)}
        />
      </ChangeMenu>
    </li>
  );
}

/** Enter or leaving the field keeps the title, Esc does not. */
function TitleInput({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(title);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") onDone(text.trim());
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onDone(null);
    }
  };
  return (
    <Input
      autoFocus
      size="small"
      maxLength={120}
      value={text}
      aria-label={t.ask.rename}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(text.trim())}
    />
  );
}

function useConversationChanges(conversation: ConversationListed, current: boolean) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const listKey = trpc.conversation.list.queryKey();
  const key = trpc.conversation.get.queryKey({ id: conversation.id });
  const onError = (error: unknown) => {
    void message.error(errorText(t, error));
    void queryClient.invalidateQueries({ queryKey: listKey });
  };

  const rename = useMutation(
    trpc.conversation.rename.mutationOptions({
      onMutate: ({ title }) => {
        queryClient.setQueryData(listKey, (list) =>
          list?.map((other) => (other.id === conversation.id ? { ...other, title } : other)),
        );
        queryClient.setQueryData(key, (held) => held && { ...held, title });
      },
      onError,
    }),
  );
  const remove = useMutation(trpc.conversation.remove.mutationOptions());
  return {
    rename: (title: string) => rename.mutate({ id: conversation.id, title }),
    remove: async () => {
      try {
        await remove.mutateAsync({ id: conversation.id });
      } catch (error) {
        onError(error);
        return;
      }
      queryClient.setQueryData(listKey, (list) => list?.filter((other) => other.id !== conversation.id));
      if (current) await navigate({ to: "/" });
      queryClient.removeQueries({ queryKey: key });
    },
  };
}
