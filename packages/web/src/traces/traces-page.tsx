import { DownloadOutlined, FileSearchOutlined } from "@ant-design/icons";
import { tiers } from "@docent/core/chat/citation";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { TraceRow } from "./trace-row.tsx";
import { TracesFilters } from "./traces-filters.tsx";
import { filterOf, type TracesView } from "./traces-view.ts";
import "../trace/trace.css";
import "./traces.css";

const pageSize = 20;

/** What was asked and how it was answered, looked through for what went wrong. */
export function TracesPage() {
  const { t, format } = useLanguage();
  const view = useSearch({ from: "/desk/keepers/tune/traces" });
  const navigate = useNavigate({ from: "/tune/traces" });
  const setView = (change: TracesView) =>
    void navigate({ search: (held) => ({ ...held, page: undefined, ...change }), replace: true });
  const clear = (search: TracesView) => void navigate({ search, replace: true });
  const { page = 1 } = view;
  const filter = filterOf(view);
  const trpc = useTRPC();
  const list = useQuery(
    trpc.trace.list.queryOptions({ page, pageSize, ...filter }, { placeholderData: keepPreviousData }),
  );
  const { data } = list;
  const isBare = Object.values(view).every((value) => value === undefined);
  const nothingYet = data?.counts.all === 0 && isBare;
  const query = new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, String(value)])).toString();
  return (
    <div className="page traces">
      <div className="page-head">
        <h1>{t.traces.title}</h1>
        {data && data.total > 0 && (
          <Button icon={<DownloadOutlined aria-hidden />} href={`/api/traces?${query}`} download>
            {t.traces.download}
          </Button>
        )}
      </div>
      <p className="quiet page-lead">{t.traces.lead}</p>
      <QueryState query={list} rows={8} />
      {nothingYet && <Empty icon={<FileSearchOutlined aria-hidden />} title={t.traces.none} text={t.traces.noneText} />}
      {data && !nothingYet && (
        <>
          <CountFilter
            label={t.traces.counts}
            value={view.tier}
            choices={[undefined, ...tiers].map((value) => ({
              value,
              label: value ? t.trace.tiers[value] : t.traces.all,
              count: data.counts[value ?? "all"],
            }))}
            onChange={(tier) => setView({ tier })}
          />
          <TracesFilters view={view} onChange={setView} onClear={() => clear(view.tier ? { tier: view.tier } : {})} />
          {data.items.length === 0 && (
            <Empty
              title={t.traces.noneFound}
              action={<Button onClick={() => clear({})}>{t.traces.filters.clear}</Button>}
            />
          )}
          {data.items.length > 0 && (
            <ul className="traces-list card">
              {data.items.map((trace) => (
                <TraceRow key={trace.runId} trace={trace} />
              ))}
            </ul>
          )}
          <Pager
            page={page}
            pageSize={pageSize}
            total={data.total}
            totalText={t.traces.total(format.number(data.total))}
            onPage={(next) => setView({ page: next })}
          />
        </>
      )}
    </div>
  );
}
