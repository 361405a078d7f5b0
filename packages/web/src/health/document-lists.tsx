import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Table, type TableProps } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";

type Input = Inputs["health"]["days"];

/** The documents that questions found, the one found most first. */
export function DocumentsFound({ input }: { input: Input }) {
  const { t, format } = useLanguage();
  const texts = t.health.documents;
  const [page, setPage] = useState(1);
  const query = useQuery(
    useTRPC().health.found.queryOptions({ ...input, page, pageSize }, { placeholderData: keepPreviousData }),
  );
  type Row = NonNullable<typeof query.data>["items"][number];
  const count = (key: "found" | "cited", title: string) => ({
    key,
    title,
    align: "right" as const,
    render: (_: unknown, row: Row) => <span className="figures">{format.number(row[key])}</span>,
  });
  return (
    <DocumentList
      title={texts.found}
      help={texts.foundHelp}
      none={texts.foundNone}
      query={query}
      page={page}
      onPage={setPage}
      columns={[count("found", texts.questions), count("cited", texts.cited)]}
    />
  );
}

/** Those that none found, the one that waits longest first. */
export function DocumentsNeverFound({ input }: { input: Input }) {
  const { t, format } = useLanguage();
  const texts = t.health.documents;
  const [page, setPage] = useState(1);
  const query = useQuery(
    useTRPC().health.neverFound.queryOptions({ ...input, page, pageSize }, { placeholderData: keepPreviousData }),
  );
  type Row = NonNullable<typeof query.data>["items"][number];
  return (
    <DocumentList<Row>
      title={texts.never}
      help={texts.neverHelp}
      none={texts.neverNone}
      query={query}
      page={page}
      onPage={setPage}
      columns={[
        {
          key: "added",
          title: texts.added,
          align: "right",
          render: (_, { addedAt }) => <span className="figures">{format.day(addedAt)}</span>,
        },
      ]}
    />
  );
}

const pageSize = 10;

interface Listed {
  id: string;
  title: string;
  library: string;
}

interface DocumentListProps<Row extends Listed> {
  title: string;
  help: string;
  none: string;
  query: Parameters<typeof QueryState>[0]["query"] & { data: { items: Row[]; total: number } | undefined };
  page: number;
  onPage: (page: number) => void;
  columns: NonNullable<TableProps<Row>["columns"]>;
}

function DocumentList<Row extends Listed>({ title, help, none, query, page, onPage, columns }: DocumentListProps<Row>) {
  const { t, format } = useLanguage();
  const texts = t.health.documents;
  const id = useId();
  const { data } = query;
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        <p>{help}</p>
      </div>
      <QueryState query={query} rows={4} />
      {data?.total === 0 && <p className="quiet">{none}</p>}
      {data && data.total > 0 && (
        <>
          <Table<Row>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={data.items}
            columns={[
              { key: "title", title: texts.title, render: (_, row) => <DocumentName document={row} /> },
              ...columns,
            ]}
          />
          <Pager
            page={page}
            pageSize={pageSize}
            total={data.total}
            totalText={texts.total(format.number(data.total))}
            onPage={onPage}
          />
        </>
      )}
    </section>
  );
}

/** A document by its title, and where it is. */
export function DocumentName({ document: { id, title, library } }: { document: Listed }) {
  return (
    <span className="health-document">
      <Link to="/document/$documentId" params={{ documentId: id }}>
        {title}
      </Link>
      <span className="quiet">{library}</span>
    </span>
  );
}
