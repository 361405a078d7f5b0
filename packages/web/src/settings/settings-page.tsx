import { useNavigate, useSearch } from "@tanstack/react-router";
import { Select, Tabs } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { accountSections } from "../app/search-params.ts";
import { useMe } from "../app/me.ts";
import { ModelSection } from "../models/model-section.tsx";
import { OthersLibraries } from "../sharing/others-libraries.tsx";
import { AccountSection } from "./account-section.tsx";
import { AccessSection } from "./access-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { GroupsSection } from "./groups-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { DeskSection } from "./desk-section.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { SayingsSection } from "./sayings-section.tsx";
import "./settings.css";

const sections = {
  account: AccountSection,
  model: ModelSection,
  desk: DeskSection,
  sayings: SayingsSection,
  people: PeopleAndGroups,
  access: AccessSection,
  retention: RetentionSection,
  audit: AuditSection,
};

function PeopleAndGroups() {
  return (
    <>
      <PeopleSection />
      <GroupsSection />
      <OthersLibraries />
    </>
  );
}

/** Everybody's own settings; the model and the people are for administrators. */
export function SettingsPage() {
  const { t } = useLanguage();
  const { user } = useMe();
  const { section = "account" } = useSearch({ from: "/desk/settings" });
  const navigate = useNavigate();
  const narrow = useMedia("(max-width: 720px)");
  const allowed = accountSections.filter((key) => key === "account" || user.role === "admin");
  const words = { ...t.settings.sections, ...t.accounts.sections, ...t.company.sections };
  const labels = allowed.map((value) => ({ value, label: words[value] }));
  const Section = sections[section];
  const tabs = labels.map(({ value, label }) => {
    const Children = sections[value];
    return { key: value, label, children: <Children /> };
  });
  const go = (key: string) =>
    void navigate({
      to: "/settings",
      search: key === "account" ? {} : { section: accountSections.find((known) => known === key) },
      replace: true,
    });
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>{t.settings.title}</h1>
      </div>
      {allowed.length === 1 ? (
        <AccountSection />
      ) : (
        <>
          {narrow && (
            <Select
              className="settings-sections"
              aria-label={t.settings.title}
              value={section}
              options={labels}
              onChange={go}
            />
          )}
          {narrow ? <Section /> : <Tabs activeKey={section} destroyOnHidden onChange={go} items={tabs} />}
        </>
      )}
    </div>
  );
}
