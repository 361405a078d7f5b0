import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { TraceView } from "../trace/trace-view.tsx";
import { QueryState } from "../ui/query-state.tsx";

interface CaseTraceProps {
  runId: string;
  caseId: string;
  onClose: () => void;
}

/** How the answer to a case came about in a run. */
export function CaseTrace({ runId, caseId, onClose }: CaseTraceProps) {
  const { t } = useLanguage();
  const narrow = useMedia("(max-width: 720px)");
  const trace = useQuery(useTRPC().testRun.trace.queryOptions({ runId, caseId }));
  return (
    <Drawer
      open
      onClose={onClose}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "90%" : 720}
      title={t.trace.title}
    >
      <QueryState query={trace} rows={10} />
      {trace.data && (
        <>
          <p>
            <strong>{trace.data.run.question}</strong>
          </p>
          <TraceView read={trace.data} asked={false} />
        </>
      )}
    </Drawer>
  );
}
