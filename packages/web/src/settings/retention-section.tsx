import { useLanguage } from "../app/language.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { DaysSetting } from "./days-setting.tsx";
import { useCompanySettings, type DaysKey } from "./use-company-settings.ts";
import "./company.css";

const kept = [
  "conversationDays",
  "pictureDays",
  "feedbackDays",
  "usageDays",
  "auditDays",
] as const satisfies readonly DaysKey[];

/** How long things are kept. */
export function RetentionSection() {
  const { t } = useLanguage();
  const settings = useCompanySettings();
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.company.retention.title}</h2>
        <p>{t.company.retention.lead}</p>
      </div>
      <QueryState query={settings} rows={6} />
      {settings.data && kept.map((key) => <DaysSetting key={key} name={key} settings={settings.data} />)}
    </section>
  );
}
