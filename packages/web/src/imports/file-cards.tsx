import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { FileName } from "./file-name.tsx";
import { FileState } from "./import-state.tsx";
import { attemptsOf, nameOfFile, type FileInfo } from "./import-text.ts";
import { StageTable } from "./stage-table.tsx";

/** The table on a phone. */
export function FileCards({ items }: { items: FileInfo[] }) {
  return (
    <ul className="document-cards import-files">
      {items.map((file) => (
        <FileCard key={`${file.key} ${file.name}`} file={file} />
      ))}
    </ul>
  );
}

function FileCard({ file }: { file: FileInfo }) {
  const { t, format } = useLanguage();
  const [open, setOpen] = useState(false);
  const stagesId = useId();
  const attempts = attemptsOf(file);
  return (
    <li>
      <div className="import-file">
        <FileName file={file} />
        {file.stages.length > 0 && (
          <Button
            type="text"
            size="small"
            icon={open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
            aria-label={t.imports.details(nameOfFile(file, t))}
            aria-expanded={open}
            {...(open && { "aria-controls": stagesId })}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      <span className="document-facts figures">
        <FileState file={file} />
        {file.chunks > 0 && <span>{t.imports.chunks(format.number(file.chunks), file.chunks)}</span>}
        {file.bytes !== null && <span>{format.bytes(file.bytes)}</span>}
        {attempts > 1 && <span>{t.imports.stage.attemptsOf(format.number(attempts), attempts)}</span>}
      </span>
      {open && (
        <div
          id={stagesId}
          className="stage-scroll"
          tabIndex={0}
          role="group"
          aria-label={t.imports.details(nameOfFile(file, t))}
        >
          <StageTable file={file} />
        </div>
      )}
    </li>
  );
}
