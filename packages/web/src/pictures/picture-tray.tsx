import { lazy, Suspense } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Settings } from "../ask/live-runs.ts";
import { answeringOf, type Choices } from "../ask/use-choices.ts";
import { AttachmentList } from "./attachment-list.tsx";
import { CannotSee } from "./cannot-see.tsx";
import type { PictureBox } from "./use-picture-box.ts";
import "./pictures.css";

const PdfPages = lazy(() => import("./pdf-pages.tsx"));

interface PictureTrayProps {
  box: PictureBox;
  choices: Choices | undefined;
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
}

/** What is going to be shown with the question, above its words. */
export function PictureTray({ box, choices, settings, onSettings }: PictureTrayProps) {
  const { t } = useLanguage();
  const { list, attachments, note, pdf, room, dragged } = box;
  const answering = choices && answeringOf(choices, settings).choice;
  return (
    <>
      <AttachmentList list={list} attachments={attachments} />
      <p role="status" className={note ? "attachment-note" : "unseen"}>
        {note}
      </p>
      {choices && list.length > 0 && !answering?.sees && (
        <CannotSee
          choices={choices}
          answering={answering ?? null}
          onChoose={(modelId) => onSettings({ ...settings, modelId })}
        />
      )}
      {dragged && <div className="composer-veil">{t.pictures.drop}</div>}
      {pdf && (
        <Suspense>
          <PdfPages file={pdf} room={room} onEnd={box.endPdf} />
        </Suspense>
      )}
    </>
  );
}

/** Whether a question with these pictures can be sent to whoever would answer. */
export function maySend({ list, ready }: PictureBox, choices: Choices | undefined, settings: Settings | null): boolean {
  if (!list.length) return true;
  return ready && choices !== undefined && answeringOf(choices, settings).choice?.sees === true;
}
