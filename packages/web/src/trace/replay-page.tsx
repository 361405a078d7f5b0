import { ArrowLeftOutlined, RedoOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ReplayCompare } from "./replay-compare.tsx";
import { ReplayForm } from "./replay-form.tsx";
import { SettingsTable } from "./settings-table.tsx";
import { TraceStates, useTrace } from "./trace-content.tsx";
import type { TraceRead } from "./trace-read.ts";
import { useReplay } from "./use-replay.ts";
import "./trace.css";
import "./replay.css";

/** A past question run again with one setting changed, beside what came of it then. */
export function ReplayPage() {
  const { t } = useLanguage();
  const { runId } = useParams({ from: "/desk/keepers/trace/$runId/replay" });
  const trace = useTrace(runId);
  return (
    <div className="page wide-page">
      <Link to="/trace/$runId" params={{ runId }}>
        <ArrowLeftOutlined aria-hidden /> {t.trace.title}
      </Link>
      <TraceStates trace={trace}>{(read) => <Replay key={runId} read={read} />}</TraceStates>
    </div>
  );
}

function Replay({ read }: { read: TraceRead }) {
  const { t, format } = useLanguage();
  const { run, trace, libraries } = read;
  const view = useSearch({ from: "/desk/keepers/trace/$runId/replay" });
  const navigate = useNavigate({ from: "/trace/$runId/replay" });
  const settings = useQuery(useTRPC().trace.settings.queryOptions(undefined, { staleTime: 0 }));
  const replay = useReplay(run.id);
  const unseen = trace.libraryIds.length - libraries.length;
  return (
    <>
      <header className="trace-head">
        <div>
          <p className="quiet">{t.trace.replay.title}</p>
          <h1>{run.question}</h1>
          <p className="quiet figures">{t.trace.asked(run.askedBy, format.moment(run.createdAt))}</p>
          {trace.rewritten !== undefined && <p className="quiet">{t.trace.replay.asUnderstood(trace.rewritten)}</p>}
          {unseen > 0 && <p className="quiet">{t.trace.replay.fewerLibraries(unseen)}</p>}
        </div>
      </header>
      <p className="quiet replay-lead">{t.trace.replay.lead}</p>
      {settings.isError && <Failure error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data && (
        <>
          <ReplayForm
            read={read}
            settings={settings.data}
            view={view}
            onView={(search) => void navigate({ search, replace: true })}
            replay={replay}
          />
          <SettingsTable trace={trace} settings={settings.data} />
        </>
      )}
      {replay.error !== null && (
        <div className="replay-failure">
          <Failure error={replay.error} />
        </div>
      )}
      {replay.result ? (
        <ReplayCompare read={read} replayed={replay.result.replayed} change={replay.result.input.change} />
      ) : (
        !replay.running && (
          <Empty
            icon={<RedoOutlined aria-hidden />}
            title={t.trace.replay.emptyTitle}
            text={t.trace.replay.emptyText}
          />
        )
      )}
    </>
  );
}
