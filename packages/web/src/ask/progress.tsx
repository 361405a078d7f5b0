import {
  DisconnectOutlined,
  EditOutlined,
  EyeOutlined,
  FileSearchOutlined,
  HourglassOutlined,
  ReadOutlined,
  SendOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { AnswerState } from "./answer-state.ts";
import type { Shown } from "./shown.ts";
import { stageText } from "./stage-text.ts";

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

function iconOf(stage: AnswerState["stage"]): ReactNode {
  switch (stage?.stage) {
    case undefined:
      return <SyncOutlined aria-hidden />;
    case "searching":
      return <FileSearchOutlined aria-hidden />;
    case "reading":
      return <ReadOutlined aria-hidden />;
    case "looking":
      return <EyeOutlined aria-hidden />;
    case "waiting":
      return <HourglassOutlined aria-hidden />;
    case "rewriting":
    case "drawing":
    case "writing":
      return <EditOutlined aria-hidden />;
  }
}
