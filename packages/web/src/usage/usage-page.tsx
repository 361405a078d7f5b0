import { BarChartOutlined, DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { BudgetsSection } from "./budgets-section.tsx";
import { DayChart } from "./day-chart.tsx";
import { UsageFigures } from "./usage-figures.tsx";
import { UsageTables } from "./usage-tables.tsx";
import { daysOf, rangeOf, spans, type Report } from "./usage-view.ts";
import "./usage.css";

/** What models were used for and what that cost: of the whole company for administrators, else of whoever looks. */
export function UsagePage() {
  const { t } = useLanguage();
  const isAdmin = useMe().user.role === "admin";
  const trpc = useTRPC();
  const navigate = useNavigate();
  const days = daysOf(useSearch({ from: "/desk/usage" }));
  const range = rangeOf(days);
  const all = useQuery(trpc.usage.report.queryOptions(range, { enabled: isAdmin }));
  const own = useQuery(trpc.usage.mine.queryOptions(range, { enabled: !isAdmin }));
  const query = isAdmin ? all : own;
  return (
    <div className="page usage">
      <div className="page-head">
        <h1>{isAdmin ? t.usage.title : t.usage.ownTitle}</h1>
        <Segmented
          aria-label={t.usage.ranges.label}
          value={days}
          onChange={(value) => void navigate({ to: "/usage", search: { days: value }, replace: true })}
          options={spans.map((value) => ({ value, label: t.usage.ranges[value] }))}
        />
        {isAdmin && (
          <Button
            icon={<DownloadOutlined aria-hidden />}
            href={`/api/usage?${new URLSearchParams(range).toString()}`}
            download
          >
            {t.usage.download}
          </Button>
        )}
      </div>
      <p className="quiet usage-lead">{isAdmin ? t.usage.lead : t.usage.ownLead}</p>
      <QueryState query={query} rows={8} />
      {query.data && <ReportView report={query.data} />}
      {isAdmin && <BudgetsSection />}
    </div>
  );
}

function ReportView({ report }: { report: Report }) {
  const { t } = useLanguage();
  if (report.total.calls === 0)
    return <Empty icon={<BarChartOutlined />} title={t.usage.none} text={t.usage.noneText} />;
  return (
    <>
      <UsageFigures total={report.total} />
      {report.days.length > 1 && <DayChart report={report} />}
      <UsageTables report={report} />
    </>
  );
}
