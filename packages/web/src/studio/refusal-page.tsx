import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { CutsSection } from "./cuts-section.tsx";
import { LabelsSection } from "./labels-section.tsx";
import { MeasureRun } from "./measure-run.tsx";
import { StaleNote } from "./stale-note.tsx";
import "./studio.css";

/** When the desk answers and when it refuses: two numbers, the cuts behind them, and the labelled questions behind those. */
export function RefusalPage() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const studio = useQuery(trpc.calibration.get.queryOptions());
  const { data } = studio;
  const some = data && data.labels.answer + data.labels.refuse > 0;
  return (
    <div className="page studio">
      <div className="page-head">
        <h1>{t.studio.title}</h1>
      </div>
      <p className="quiet page-lead">{t.studio.lead}</p>
      <QueryState query={studio} rows={8} />
      {data && (
        <>
          <StaleNote title={t.studio.stale.title} changes={data.stale} />
          {data.stale.length === 0 && data.measured && (
            <StaleNote title={t.studio.stale.measured} changes={data.measured.stale} />
          )}
          {(some || data.measured) && <MeasureRun view={data} />}
          {data.measured && (
            // what was moved by hand belongs to what it was moved on
            <CutsSection
              key={`${data.measured.finishedAt ?? ""} ${JSON.stringify(data.inForce)}`}
              view={data}
              measured={data.measured}
            />
          )}
          <LabelsSection />
        </>
      )}
    </div>
  );
}
