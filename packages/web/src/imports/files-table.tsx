import { Table, type TableProps } from "antd";
import type { Key } from "react";
import { useLanguage } from "../app/language.tsx";
import { FileName } from "./file-name.tsx";
import { FileState } from "./import-state.tsx";
import { attemptsOf, millisecondsOf, type FileInfo } from "./import-text.ts";
import { StageTable } from "./stage-table.tsx";

interface FilesTableProps {
  items: FileInfo[];
  /** Keys of the rows that are open. */
  open: readonly Key[];
  onOpen: (open: readonly Key[]) => void;
}

/** Files with their outcome; each opens to what happened to it at every stage. */
export function FilesTable({ items, open, onOpen }: FilesTableProps) {
  const { t, format } = useLanguage();
  const columns: TableProps<FileInfo>["columns"] = [
    { key: "file", title: t.imports.columns.file, render: (_, file) => <FileName file={file} /> },
    { key: "state", title: t.imports.columns.state, width: 176, render: (_, file) => <FileState file={file} /> },
    {
      key: "attempts",
      title: t.imports.stage.attempts,
      width: 96,
      align: "right",
      render: (_, file) => <span className="figures">{attemptsOf(file) || "–"}</span>,
    },
    {
      key: "chunks",
      title: t.library.columns.chunks,
      width: 96,
      align: "right",
      render: (_, file) => <span className="figures">{file.chunks ? format.number(file.chunks) : "–"}</span>,
    },
    {
      key: "size",
      title: t.library.columns.size,
      width: 96,
      align: "right",
      render: (_, { bytes }) => <span className="figures">{bytes === null ? "–" : format.bytes(bytes)}</span>,
    },
    {
      key: "time",
      title: t.imports.stage.milliseconds,
      width: 104,
      align: "right",
      render: (_, file) => (
        <span className="figures">{file.stages.length ? format.number(millisecondsOf(file)) : "–"}</span>
      ),
    },
  ];
  return (
    <Table<FileInfo>
      className="documents-table"
      size="middle"
      rowKey={(file) => `${file.key} ${file.name}`}
      columns={columns}
      dataSource={items}
      pagination={false}
      expandable={{
        columnTitle: <span className="unseen">{t.imports.columns.stages}</span>,
        rowExpandable: ({ stages }) => stages.length > 0,
        expandedRowKeys: open,
        onExpandedRowsChange: onOpen,
        expandedRowRender: (file) => <StageTable file={file} />,
      }}
    />
  );
}
