import { useLanguage } from "../app/language.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { TextSetting } from "./text-setting.tsx";
import { useCompanySettings } from "./use-company-settings.ts";
import "./company.css";

/** What the desk says in answers, in the company's own words. */
export function SayingsSection() {
  const { t } = useLanguage();
  const settings = useCompanySettings();
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.company.texts.title}</h2>
        <p>{t.company.texts.lead}</p>
      </div>
      <QueryState query={settings} rows={6} />
      {settings.data && (
        <>
          <TextSetting name="refusal" settings={settings.data} />
          <TextSetting name="comfort" settings={settings.data} />
          <TextSetting name="handover" settings={settings.data} />
        </>
      )}
    </section>
  );
}
