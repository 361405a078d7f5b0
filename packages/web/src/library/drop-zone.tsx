import { CloudUploadOutlined } from "@ant-design/icons";
import { useState, type DragEvent, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { droppedFiles } from "./dropped-files.ts";
import type { NamedFile } from "./upload-queue.ts";

/** Takes files that are dropped anywhere over its content. */
export function DropZone({ onFiles, children }: { onFiles: (files: NamedFile[]) => void; children: ReactNode }) {
  const { t } = useLanguage();
  // every element inside tells of entering and leaving; only the outermost counts
  const [depth, setDepth] = useState(0);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    <div
      className="drop-zone"
      onDragEnter={(event) => holdsFiles(event) && setDepth((depth) => depth + 1)}
      onDragLeave={(event) => holdsFiles(event) && setDepth((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setDepth(0);
        void droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      {children}
      {depth > 0 && (
        <div className="drop-veil">
          <div>
            <CloudUploadOutlined aria-hidden />
            <strong>{t.library.dropHere}</strong>
          </div>
        </div>
      )}
    </div>
  );
}
