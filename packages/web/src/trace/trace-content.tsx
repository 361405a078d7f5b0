import { FileUnknownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { kindOf, useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import type { TraceRead } from "./trace-read.ts";
import { TraceView } from "./trace-view.tsx";

const refreshMs = 1_500;

/** The trace of a run, read anew each time it is opened and while the answer is on its way. */
export function useTrace(runId: string) {
  return useQuery(
    useTRPC().trace.get.queryOptions(
      { runId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) =>
          state.data?.run.state === "queued" || state.data?.run.state === "running" ? refreshMs : false,
      },
    ),
  );
}

export function TraceContent({ runId }: { runId: string }) {
  const trace = useTrace(runId);
  return <TraceStates trace={trace}>{(read) => <TraceView read={read} />}</TraceStates>;
}

/** Waiting, gone, failed, or there. */
export function TraceStates({
  trace,
  children,
}: {
  trace: ReturnType<typeof useTrace>;
  children: (read: TraceRead) => ReactNode;
}) {
  const { t } = useLanguage();
  if (trace.data) return children(trace.data);
  if (!trace.isError) {
    return (
      <Late>
        <Skeleton active paragraph={{ rows: 10 }} />
      </Late>
    );
  }
  if (kindOf(trace.error) !== "not_found") return <Failure error={trace.error} onRetry={() => void trace.refetch()} />;
  return (
    <Empty
      icon={<FileUnknownOutlined aria-hidden />}
      title={t.trace.gone}
      text={t.trace.goneText}
      action={<Link to="/">{t.common.toStart}</Link>}
    />
  );
}
