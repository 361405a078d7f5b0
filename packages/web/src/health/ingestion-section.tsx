import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { DocumentName } from "./document-lists.tsx";
import { durationText } from "./health-view.ts";

export const askAgainMs = 15_000;

type Ingestion = Outputs["health"]["ingestion"];

/** How new documents come in, and what failed. */
export function IngestionSection({ input }: { input: Inputs["health"]["ingestion"] }) {
  const { t } = useLanguage();
  const texts = t.health.ingestion;
  const query = useQuery(
    useTRPC().health.ingestion.queryOptions(input, { placeholderData: keepPreviousData, refetchInterval: askAgainMs }),
  );
  return (
    <section className="card" aria-labelledby="health-ingestion">
      <div className="card-head">
        <h2 id="health-ingestion">{texts.title}</h2>
        <p>{texts.lead}</p>
      </div>
      <QueryState query={query} />
      {query.data && <IngestionFigures ingestion={query.data} now={query.dataUpdatedAt} />}
      {query.data && query.data.failures.length > 0 && <Failures failures={query.data.failures} />}
    </section>
  );
}

function IngestionFigures({ ingestion, now }: { ingestion: Ingestion; now: number }) {
  const { t, format } = useLanguage();
  const texts = t.health.ingestion;
  const n = format.number;
  const { waiting, working, failed, searchable, waitingSince, arrived } = ingestion;
  const since = waitingSince && texts.since(format.ago(waitingSince, now));
  const visible = arrived.times
    ? texts.visibleText(n(arrived.count), durationText(t, format, arrived.times.most))
    : texts.visibleNone;
  const figures = [
    { name: texts.searchable, value: n(searchable), more: null },
    { name: texts.waiting, value: n(waiting), more: since },
    { name: texts.working, value: n(working), more: null },
    { name: texts.failed, value: n(failed), more: failed > 0 ? texts.failedHelp : null },
    {
      name: texts.visible,
      value: arrived.times ? durationText(t, format, arrived.times.half) : "–",
      more: visible,
    },
  ];
  return (
    <dl className="health-figures health-small figures">
      {figures.map(({ name, value, more }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            {more && <span className="quiet">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Failures({ failures }: { failures: Ingestion["failures"] }) {
  const { t, format } = useLanguage();
  const texts = t.health.ingestion;
  return (
    <>
      <h3 className="health-sub">{texts.failures}</h3>
      <Table<Ingestion["failures"][number]>
        size="small"
        rowKey="documentId"
        pagination={failures.length > 5 && { pageSize: 5, size: "small", showSizeChanger: false }}
        dataSource={failures}
        columns={[
          {
            key: "document",
            title: t.health.documents.title,
            width: "35%",
            render: (_, { documentId, ...row }) => <DocumentName document={{ id: documentId, ...row }} />,
          },
          {
            key: "reason",
            title: texts.reason,
            render: (_, { errorCode, error }) => (
              <span>
                {t.fileProblems[errorCode ?? ""] ?? problemText(t, { code: errorCode ?? "", message: error ?? "" })}
              </span>
            ),
          },
          {
            key: "when",
            title: texts.when,
            responsive: ["md"],
            render: (_, { at }) => <span className="figures">{format.moment(at)}</span>,
          },
        ]}
      />
    </>
  );
}
