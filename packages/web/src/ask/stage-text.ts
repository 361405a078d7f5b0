import type { RunStage } from "@docent/core/chat/run-event";
import type { Texts } from "../app/i18n/zh.ts";

/** What is being done for an answer, in words. */
export function stageText(
  t: Texts,
  stage: { stage: RunStage; count?: number | undefined; seconds?: number | undefined } | null,
): string {
  switch (stage?.stage) {
    case undefined:
      return t.ask.stages.queued;
    case "looking":
      return t.ask.stages.looking;
    case "rewriting":
      return t.ask.stages.rewriting;
    case "searching":
      return t.ask.stages.searching;
    case "reading":
      return t.ask.stages.reading(stage?.count ?? 0);
    case "waiting":
      return t.usage.wait(stage?.count ?? 0, timeText(t, stage?.seconds ?? 0));
    case "drawing":
      return t.pictures.drawing;
    case "writing":
      return t.ask.stages.writing;
  }
}

function timeText(t: Texts, seconds: number): string {
  return seconds < 90 ? t.usage.waitSeconds(seconds) : t.usage.waitMinutes(Math.round(seconds / 60));
}
