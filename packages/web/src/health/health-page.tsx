import { DownloadOutlined, LineChartOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { daysOf, rangeOf, spans } from "../usage/usage-view.ts";
import { DoctorSection } from "./doctor-section.tsx";
import { DocumentsFound, DocumentsNeverFound } from "./document-lists.tsx";
import { HealthCharts } from "./health-charts.tsx";
import { HealthFigures } from "./health-figures.tsx";
import type { HealthView } from "./health-view.ts";
import { IngestionSection } from "./ingestion-section.tsx";
import { MachinerySection } from "./machinery-section.tsx";
import "./health.css";

/** How questions went, which documents were of use, and what works behind the pages. */
export function HealthPage() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const view = useSearch({ from: "/desk/keepers/health" });
  const days = daysOf(view);
  const input = { ...rangeOf(days), ...(view.library && { libraryId: view.library }) };
  const report = useQuery(trpc.health.days.queryOptions(input, { placeholderData: keepPreviousData }));
  return (
    <div className="page health">
      <div className="page-head">
        <h1>{t.health.title}</h1>
        <Choices view={view} />
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={`/api/days?${new URLSearchParams(input).toString()}`}
          download
        >
          {t.health.download}
        </Button>
      </div>
      <p className="quiet page-lead">
        {t.health.lead} {view.library && t.health.libraryHelp}
      </p>
      <QueryState query={report} rows={8} />
      {report.data?.total.asked === 0 && (
        <Empty icon={<LineChartOutlined />} title={t.health.none} text={t.health.noneText} />
      )}
      {report.data && report.data.total.asked > 0 && (
        <>
          <HealthFigures total={report.data.total} />
          <HealthCharts report={report.data} />
        </>
      )}
      <div className="health-pair">
        <DocumentsFound key={`found ${JSON.stringify(view)}`} input={input} />
        <DocumentsNeverFound key={`never ${JSON.stringify(view)}`} input={input} />
      </div>
      <IngestionSection input={input} />
      <MachinerySection />
      <DoctorSection />
    </div>
  );
}

/** Of which library, and how many days. */
function Choices({ view }: { view: HealthView }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const libraries = useQuery(useTRPC().library.list.queryOptions());
  const change = (to: HealthView) => void navigate({ to: "/health", search: { ...view, ...to }, replace: true });
  return (
    <>
      <Select
        className="health-library"
        aria-label={t.health.library}
        value={view.library ?? ""}
        showSearch={{ optionFilterProp: "label" }}
        options={[
          { value: "", label: t.health.allLibraries },
          ...(libraries.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(library) => change({ library: library || undefined })}
      />
      <Segmented
        aria-label={t.usage.ranges.label}
        value={daysOf(view)}
        onChange={(value) => change({ days: value })}
        options={spans.map((value) => ({ value, label: t.usage.ranges[value] }))}
      />
    </>
  );
}
