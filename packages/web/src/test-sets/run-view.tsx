import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress, Tag } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { ResultRow } from "./result-row.tsx";

const pollMs = 700;
const pageSize = 20;
type Only = NonNullable<Inputs["testRun"]["results"]["only"]>;

interface RunViewProps {
  id: string;
  /** The run that it is held against; the one that it was started with when absent. */
  againstId?: string | undefined;
  /** Chooses what it is held against. */
  children?: ReactNode;
  /** What is shown of the result until something else is chosen; all when absent. */
  first?: Only;
}

/** How far a run is, and what its cases came to, beside how it is now. */
export function RunView({ id, againstId, first, children }: RunViewProps) {
  const { t, format } = useLanguage();
  const texts = t.testSets;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [only, setOnly] = useState<Only | undefined>(first);
  const [page, setPage] = useState(1);
  const isUnderWay = (state: string | undefined) => state === "queued" || state === "running";
  const run = useQuery(
    trpc.testRun.get.queryOptions({ id }, { refetchInterval: ({ state }) => (isUnderWay(state.data?.state) ? pollMs : false) }), // prettier-ignore
  );
  const { data } = run;
  const results = useQuery(
    trpc.testRun.results.queryOptions(
      { id, page, pageSize, ...(only && { only }), ...(againstId && { againstId }) },
      { enabled: data?.state === "finished", placeholderData: keepPreviousData },
    ),
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.testRun.pathKey() });
  const stop = useMutation(trpc.testRun.stop.mutationOptions({ onSettled: refresh }));
  const resume = useMutation(trpc.testRun.resume.mutationOptions({ onSettled: refresh }));
  if (!data) return <QueryState query={run} />;
  if (data.state !== "finished") {
    const { done, total } = data.asked;
    const said = texts.asked(format.number(done), format.number(total));
    return (
      <div className="test-progress">
        <span role="status">{data.state === "queued" && done === 0 ? texts.queued : said}</span>
        <Progress percent={Math.round((100 * done) / (total || 1))} showInfo={false} aria-label={said} />
        {isUnderWay(data.state) ? (
          <Button loading={stop.isPending} onClick={() => stop.mutate({ id })}>
            {texts.stop}
          </Button>
        ) : (
          <Button loading={resume.isPending} onClick={() => resume.mutate({ id })}>
            {texts.resume}
          </Button>
        )}
        {data.state === "failed" && (
          <Alert
            type="error"
            showIcon
            title={texts.failedRun}
            description={problemText(t, { code: data.errorCode ?? "", message: data.error ?? "" })}
          />
        )}
      </div>
    );
  }
  const found = results.data;
  const counts = found?.counts;
  const kinds = found?.againstId ? (["fixed", "broken", "changed", "failed"] as const) : (["failed"] as const);
  return (
    <div className="test-result">
      <p className="test-sum">
        <strong>{texts.passed(format.number(data.passed), format.number(data.passed + data.failed))}</strong>
        {found?.againstId && counts && (
          <Tag color={counts.broken > 0 ? "error" : "success"}>
            {texts.compared(format.number(counts.fixed), format.number(counts.broken), format.number(counts.same))}
          </Tag>
        )}
      </p>
      {children}
      <QueryState query={results} />
      {found && counts && (
        <>
          <CountFilter
            label={texts.result}
            choices={[
              { value: undefined, label: texts.kinds.all, count: found.asked },
              ...kinds.map((kind) => ({ value: kind, label: texts.kinds[kind], count: counts[kind] })),
            ]}
            value={only}
            onChange={(kind) => {
              setOnly(kind);
              setPage(1);
            }}
          />
          <ul className="test-items" aria-label={texts.result}>
            {found.items.map((item) => (
              <ResultRow key={item.caseId} runId={id} item={item} open={only === "broken"} />
            ))}
          </ul>
          {only && found.total === 0 && <p className="quiet">{texts.noneOfKind[only]}</p>}
          <Pager page={page} pageSize={pageSize} total={found.total} onPage={setPage} />
        </>
      )}
    </div>
  );
}
