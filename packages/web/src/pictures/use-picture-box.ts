import { useState, type ClipboardEvent, type DragEvent } from "react";
import { useLanguage } from "../app/language.tsx";
import { picturesMax } from "./attachments.ts";
import { useAttachments } from "./use-attachments.ts";

const isPdf = ({ type, name }: File) => type === "application/pdf" || /\.pdf$/i.test(name);
const isPicture = ({ type, name }: File) => type.startsWith("image/") || /\.hei[cf]$/i.test(name);

/** Takes pictures that are pasted, dropped or chosen, and the pages of a PDF. */
export function usePictureBox() {
  const { t } = useLanguage();
  const { attachments, list } = useAttachments();
  const [note, setNote] = useState("");
  const [pdf, setPdf] = useState<File | null>(null);
  // every element inside tells of entering and leaving; only the outermost counts
  const [depth, setDepth] = useState(0);

  const attach = (pictures: readonly { name: string; file: Blob }[]) => {
    if (attachments.add(pictures) < pictures.length) setNote(t.pictures.tooMany(picturesMax));
  };
  const take = (files: readonly File[]) => {
    const other = files.find((file) => !isPicture(file) && !isPdf(file));
    setNote(other ? t.pictures.notAPicture(other.name) : "");
    attach(files.filter(isPicture).map((file) => ({ name: file.name, file })));
    setPdf(files.find(isPdf) ?? null);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // what is copied out of a text or a table often comes as a picture too
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  };
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const dropping = {
    onDragEnter: (event: DragEvent) => holdsFiles(event) && setDepth((depth) => depth + 1),
    onDragLeave: (event: DragEvent) => holdsFiles(event) && setDepth((depth) => Math.max(0, depth - 1)),
    onDragOver: (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDepth(0);
      take([...event.dataTransfer.files]);
    },
  };
  return {
    attachments,
    list,
    note,
    pdf,
    room: picturesMax - list.length,
    ready: list.every(({ state }) => state === "ready"),
    dragged: depth > 0,
    dropping,
    onPaste,
    take,
    /** Attaches what was made of a PDF's pages, or nothing when its person thought better of it. */
    endPdf: (pages: readonly { name: string; file: Blob }[]) => {
      setPdf(null);
      if (pages.length) attach(pages);
    },
    /** Hands over the pictures: a question is asked with them. */
    takeAll: () => {
      setNote("");
      return attachments.take();
    },
  };
}

export type PictureBox = ReturnType<typeof usePictureBox>;
