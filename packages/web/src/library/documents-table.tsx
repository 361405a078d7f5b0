import { Link } from "@tanstack/react-router";
import { Table, type TableProps } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { LibraryView } from "../app/search-params.ts";
import { CategoryTag } from "../categories/said.tsx";
import { RestrictedMark } from "../sharing/restricted-mark.tsx";
import { DocumentProblem, DocumentState, type DocumentInfo } from "./document-state.tsx";

interface DocumentsTableProps {
  items: DocumentInfo[];
  view: LibraryView;
  loading: boolean;
  selected: readonly string[];
  now: number;
  /** Absent for those who may not change the documents. */
  onSelect?: (ids: string[]) => void;
  onView: (view: Partial<LibraryView>) => void;
}

export function DocumentsTable({ items, view, loading, selected, now, onSelect, onView }: DocumentsTableProps) {
  const { t, format } = useLanguage();
  const sort = view.sort ?? "updatedAt";
  const direction = (view.direction ?? "desc") === "asc" ? "ascend" : "descend";
  const sortOrder = (column: string) => (sort === column ? direction : null);

  const columns: TableProps<DocumentInfo>["columns"] = [
    {
      key: "name",
      title: t.library.columns.name,
      sorter: true,
      sortOrder: sortOrder("name"),
      render: (_, document) => (
        <div className="document-cell">
          <Link to="/document/$documentId" params={{ documentId: document.id }}>
            {document.title}
          </Link>
          {document.name !== document.title && <span className="document-name">{document.name}</span>}
          {document.category && <CategoryTag name={document.category.name} />}
          {document.restricted && <RestrictedMark />}
          <DocumentProblem document={document} />
        </div>
      ),
    },
    {
      key: "state",
      title: t.library.columns.state,
      width: 168,
      render: (_, document) => <DocumentState document={document} />,
    },
    {
      key: "chunks",
      title: t.library.columns.chunks,
      width: 104,
      align: "right",
      sorter: true,
      sortOrder: sortOrder("chunks"),
      render: (_, document) => (
        <span className="figures">{document.searchable ? format.number(document.chunks) : "–"}</span>
      ),
    },
    {
      key: "bytes",
      title: t.library.columns.size,
      width: 96,
      align: "right",
      render: (_, document) => <span className="figures">{format.bytes(document.bytes)}</span>,
    },
    {
      key: "updatedAt",
      title: t.library.columns.updated,
      width: 136,
      align: "right",
      sorter: true,
      sortOrder: sortOrder("updatedAt"),
      render: (_, document) => (
        <time className="figures" dateTime={document.updatedAt} title={format.moment(document.updatedAt)}>
          {format.ago(document.updatedAt, now)}
        </time>
      ),
    },
  ];

  return (
    <Table<DocumentInfo>
      className="documents-table"
      size="middle"
      rowKey="id"
      columns={columns}
      dataSource={items}
      loading={{ spinning: loading, delay: 300 }}
      pagination={false}
      showSorterTooltip={false}
      sortDirections={["ascend", "descend", "ascend"]}
      {...(onSelect && {
        rowSelection: {
          selectedRowKeys: [...selected],
          onChange: (keys) => onSelect(keys.map(String)),
          preserveSelectedRowKeys: true,
          getCheckboxProps: (document) => ({ "aria-label": t.library.select(document.title) }),
          getTitleCheckboxProps: () => ({ "aria-label": t.library.selectPage }),
        },
      })}
      onChange={(_pagination, _filters, sorter) => {
        const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
        const column = (["name", "chunks", "updatedAt"] as const).find((key) => key === chosen?.columnKey);
        if (column) onView({ sort: column, direction: chosen?.order === "ascend" ? "asc" : "desc" });
      }}
    />
  );
}
