import { ReloadOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Progress, Table } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { askAgainMs } from "./ingestion-section.tsx";

type Machinery = Outputs["health"]["machinery"];

/** Queues and the search index. */
export function MachinerySection() {
  const { t } = useLanguage();
  const texts = t.health.machinery;
  const query = useQuery(useTRPC().health.machinery.queryOptions(undefined, { refetchInterval: askAgainMs }));
  return (
    <section className="card" aria-labelledby="health-machinery">
      <div className="card-head">
        <h2 id="health-machinery">{texts.title}</h2>
        <p>{texts.lead}</p>
      </div>
      <QueryState query={query} />
      {query.data && <Queues machinery={query.data} now={query.dataUpdatedAt} />}
      {query.data?.queues.some(({ failed }) => failed > 0) && <Retry />}
      <h3 className="health-sub">{texts.index}</h3>
      {query.data && <IndexState index={query.data.index} />}
    </section>
  );
}

/** Of administrators: has what was given up done again. */
function Retry() {
  const { t, format } = useLanguage();
  const texts = t.health.machinery;
  const { message } = App.useApp();
  const { user } = useMe();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const retry = useMutation(
    trpc.health.retry.mutationOptions({
      onSuccess: ({ retried }) =>
        void message.info(retried ? texts.retried(format.number(retried), retried) : texts.noneRetried),
      onError: (error) => void message.error(errorText(t, error)),
      onSettled: () => queries.invalidateQueries(trpc.health.machinery.queryFilter()),
    }),
  );
  if (user.role !== "admin") return null;
  return (
    <Button className="health-retry" icon={<ReloadOutlined />} loading={retry.isPending} onClick={() => retry.mutate()}>
      {texts.retry}
    </Button>
  );
}

interface Queue {
  name: string;
  waiting: number;
  running: number;
  failed: number;
  oldest: string | null;
}

function Queues({ machinery: { queues, answers }, now }: { machinery: Machinery; now: number }) {
  const { t, format } = useLanguage();
  const texts = t.health.machinery;
  const rows: Queue[] = [
    ...(answers.waiting + answers.running > 0 ? [{ ...answers, name: texts.answers, failed: 0 }] : []),
    ...queues.map((queue) => ({ ...queue, name: t.health.queues[queue.name] ?? queue.name })),
  ];
  if (rows.length === 0) return <p className="quiet">{texts.idle}</p>;
  const count = (key: "waiting" | "running" | "failed") => ({
    key,
    title: texts[key],
    align: "right" as const,
    render: (_: unknown, row: Queue) => <span className="figures">{format.number(row[key])}</span>,
  });
  return (
    <Table<Queue>
      size="small"
      rowKey="name"
      pagination={false}
      dataSource={rows}
      columns={[
        { key: "name", title: texts.queue, render: (_, { name }) => name },
        count("waiting"),
        count("running"),
        count("failed"),
        {
          key: "oldest",
          title: texts.oldest,
          align: "right",
          responsive: ["md"],
          render: (_, { oldest }) => (oldest ? format.ago(oldest, now) : "–"),
        },
      ]}
    />
  );
}

function IndexState({ index }: { index: Machinery["index"] }) {
  const { t, format } = useLanguage();
  const texts = t.health.machinery;
  if (!index) return <p className="quiet">{texts.indexNone}</p>;
  const n = format.number;
  const { embedder, held, expected, behind, next } = index;
  const nextName = next && (next.embedder === null ? texts.words : texts.embedder(next.embedder));
  return (
    <>
      <p>{embedder === null ? texts.words : texts.embedder(embedder)}</p>
      <p className="figures">
        {texts.held(
          n(held),
          n(expected),
          held === expected
            ? texts.even
            : held < expected
              ? texts.missing(n(expected - held))
              : texts.surplus(n(held - expected)),
        )}
      </p>
      {behind > 0 && <p className="quiet">{texts.behind(n(behind))}</p>}
      {next && nextName && (
        <>
          <p>{texts.building(n(next.done), n(next.total), nextName)}</p>
          <Progress
            aria-label={texts.building(n(next.done), n(next.total), nextName)}
            percent={Math.round((100 * next.done) / Math.max(1, next.total))}
            status={next.error ? "exception" : "active"}
          />
          {next.error !== null && (
            <p>{texts.stopped(problemText(t, { code: next.errorCode ?? "", message: next.error }))}</p>
          )}
        </>
      )}
    </>
  );
}
