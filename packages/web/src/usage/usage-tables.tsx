import { Table, type TableProps } from "antd";
import { useId } from "react";
import { useLanguage } from "../app/language.tsx";
import { costText } from "./cost-text.ts";
import type { Report, Sums } from "./usage-view.ts";

/** Who used what for what. */
export function UsageTables({ report: { people, models, libraries, stages } }: { report: Report }) {
  const { t } = useLanguage();
  const { tables, columns } = t.usage;
  return (
    <>
      {people.length > 0 && (
        <UsageTable
          title={tables.people}
          column={columns.person}
          rows={people.map((row) => ({ ...row, key: row.id ?? "", name: row.name ?? t.usage.desk }))}
        />
      )}
      <UsageTable title={tables.models} column={columns.model} rows={models.map((row) => ({ ...row, key: row.id }))} />
      <UsageTable
        title={tables.stages}
        column={columns.stage}
        rows={stages.map((row) => ({ ...row, key: row.stage, name: t.usage.stages[row.stage] }))}
      />
      {libraries.length > 0 && (
        <UsageTable
          title={tables.libraries}
          help={tables.librariesHelp}
          column={columns.library}
          rows={libraries.map((row) => ({ ...row, key: row.id ?? "", name: row.name ?? t.usage.otherLibraries }))}
        />
      )}
    </>
  );
}

type Row = Sums & { key: string; name: string };

interface UsageTableProps {
  title: string;
  help?: string;
  /** What its rows are. */
  column: string;
  rows: Row[];
}

const rowsShown = 10;

function UsageTable({ title, help, column, rows }: UsageTableProps) {
  const { t, format } = useLanguage();
  const texts = t.usage.columns;
  const id = useId();
  const count = (name: keyof typeof texts, value: (row: Row) => number, wideOnly = false) => ({
    key: name,
    title: texts[name],
    align: "right" as const,
    sorter: (a: Row, b: Row) => value(a) - value(b),
    sortDirections: ["descend" as const, "ascend" as const],
    render: (_: unknown, row: Row) => <span className="figures">{format.number(value(row))}</span>,
    ...(wideOnly && { responsive: ["md" as const] }),
  });
  const columns: TableProps<Row>["columns"] = [
    { key: "name", title: column, render: (_, { name }) => <span className="usage-name">{name}</span> },
    count("calls", ({ calls }) => calls),
    count("stopped", ({ stopped }) => stopped, true),
    count("failed", ({ failed }) => failed, true),
    count("input", ({ tokens }) => tokens.input, true),
    count("output", ({ tokens }) => tokens.output, true),
    {
      key: "cost",
      title: texts.cost,
      align: "right",
      render: (_, { costs }) => <span className="figures">{costText(format, costs)}</span>,
    },
  ];
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {help && <p>{help}</p>}
      </div>
      <Table<Row>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={rows}
        showSorterTooltip={false}
        pagination={rows.length > rowsShown && { pageSize: rowsShown, size: "small", showSizeChanger: false }}
      />
    </section>
  );
}
