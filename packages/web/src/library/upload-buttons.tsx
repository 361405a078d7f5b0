import { FolderAddOutlined, UploadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { chosenFiles } from "./dropped-files.ts";
import type { NamedFile } from "./upload-queue.ts";

const accepted =
  ".md,.markdown,.txt,.pdf,.docx,.pptx,.png,.jpg,.jpeg,.webp,.tif,.tiff,.html,.htm,.csv,.tsv,.xlsx,.json,.jsonl,.faq,.example";

/** Understood by every browser, and by no standard that React's types follow. */
const wholeFolder = { webkitdirectory: "" };

export function UploadButtons({ onFiles }: { onFiles: (files: NamedFile[]) => void }) {
  const { t } = useLanguage();
  // a phone has no folders to choose
  const touch = useMedia("(pointer: coarse)");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles(chosenFiles(input.files));
    // so that choosing the same file again is a change
    input.value = "";
  };
  return (
    <>
      <input ref={files} type="file" multiple accept={accepted} hidden onChange={(event) => take(event.target)} />
      <input ref={folder} type="file" {...wholeFolder} hidden onChange={(event) => take(event.target)} />
      {!touch && (
        <Button icon={<FolderAddOutlined aria-hidden />} onClick={() => folder.current?.click()}>
          {t.library.uploadFolder}
        </Button>
      )}
      <Button type="primary" icon={<UploadOutlined aria-hidden />} onClick={() => files.current?.click()}>
        {t.library.upload}
      </Button>
    </>
  );
}
