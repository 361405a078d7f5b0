import {
  DisconnectOutlined,
  EditOutlined,
  FileSearchOutlined,
  ReadOutlined,
  SendOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Texts } from "../app/i18n/zh.ts";
import type { AnswerState } from "./answer-state.ts";
import type { Shown } from "./shown.ts";

/** What is happening until the answer is there, in words. */
export function Progress({ shown }: { shown: Shown }) {
  const { t } = useLanguage();
  const { phase, stage, disconnected, stopping } = shown;
  if (phase !== "sending" && phase !== "waiting" && phase !== "writing") return null;
  if (disconnected) return <Line icon={<DisconnectOutlined aria-hidden />} text={t.ask.reconnecting} />;
  if (stopping) return <Line icon={<SyncOutlined aria-hidden />} text={t.ask.stopping} />;
  if (phase === "writing") return <span className="caret" aria-hidden />;
  if (phase === "sending") return <Line icon={<SendOutlined aria-hidden />} text={t.ask.sending} />;
  return <Line icon={iconOf(stage)} text={stageText(t, stage)} />;
}

function Line({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <p className="turn-note">
      <span aria-hidden>{icon}</span> {text}
    </p>
  );
}

function stageText(t: Texts, stage: AnswerState["stage"]): string {
  switch (stage?.stage) {
    case undefined:
      return t.ask.stages.queued;
    case "rewriting":
      return t.ask.stages.rewriting;
    case "searching":
      return t.ask.stages.searching;
    case "reading":
      return t.ask.stages.reading(stage?.count ?? 0);
    case "writing":
      return t.ask.stages.writing;
  }
}

function iconOf(stage: AnswerState["stage"]): ReactNode {
  switch (stage?.stage) {
    case undefined:
      return <SyncOutlined aria-hidden />;
    case "searching":
      return <FileSearchOutlined aria-hidden />;
    case "reading":
      return <ReadOutlined aria-hidden />;
    case "rewriting":
    case "writing":
      return <EditOutlined aria-hidden />;
  }
}
