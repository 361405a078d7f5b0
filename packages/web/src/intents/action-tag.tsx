import {
  ApiOutlined,
  CommentOutlined,
  FileSearchOutlined,
  HeartOutlined,
  MessageOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { ActionType } from "./intents-view.ts";

const icons: Record<ActionType, ReactNode> = {
  knowledge: <FileSearchOutlined aria-hidden />,
  reply: <CommentOutlined aria-hidden />,
  chat: <MessageOutlined aria-hidden />,
  comfort: <HeartOutlined aria-hidden />,
  handover: <TeamOutlined aria-hidden />,
  tool: <ApiOutlined aria-hidden />,
};

/** What is done with an intent, as icon and word. */
export function ActionTag({ action }: { action: ActionType }) {
  const { t } = useLanguage();
  return (
    <span className="action-tag">
      {icons[action]}
      {t.intents.actions[action].name}
    </span>
  );
}
