import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { ColourSetting } from "./colour-setting.tsx";
import { LinksSetting } from "./links-setting.tsx";
import { LogoSetting } from "./logo-setting.tsx";
import { NameSetting } from "./name-setting.tsx";
import { TextSetting } from "./text-setting.tsx";
import { useCompanySettings } from "./use-company-settings.ts";
import "./company.css";

/** How the desk looks, what it says before anything is asked, and where its limits are set. */
export function DeskSection() {
  const { t } = useLanguage();
  const settings = useCompanySettings();
  return (
    <>
      <section className="card">
        <div className="card-head">
          <h2>{t.company.desk.title}</h2>
          <p>{t.company.desk.lead}</p>
        </div>
        <QueryState query={settings} rows={6} />
        {settings.data && (
          <>
            <NameSetting settings={settings.data} />
            <LogoSetting settings={settings.data} />
            <ColourSetting settings={settings.data} />
          </>
        )}
      </section>
      {settings.data && (
        <section className="card">
          <div className="card-head">
            <h2>{t.company.welcome.title}</h2>
            <p>{t.company.welcome.lead}</p>
          </div>
          <TextSetting name="welcome" settings={settings.data} />
          <TextSetting name="disclaimer" settings={settings.data} />
          <LinksSetting settings={settings.data} />
        </section>
      )}
      <Limits />
    </>
  );
}

function Limits() {
  const { t } = useLanguage();
  const budgets = useQuery(useTRPC().budget.list.queryOptions());
  const words = t.company.limits;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{words.title}</h2>
        <p>{words.lead}</p>
      </div>
      {budgets.data && <p>{words.budgets(budgets.data.length)}</p>}
      <Link to="/usage">{words.link}</Link>
    </section>
  );
}
