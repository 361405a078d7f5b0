import { useNavigate, useSearch } from "@tanstack/react-router";
import { Tabs } from "antd";
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
import { SayingsSection } from "./sayings-section.tsx";
import "./settings.css";

const sections = {
  account: AccountSection,
  model: ModelSection,
  sayings: SayingsSection,
  people: PeopleAndGroups,
  access: AccessSection,
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
  const allowed = accountSections.filter((key) => key === "account" || user.role === "admin");
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>{t.settings.title}</h1>
      </div>
      {allowed.length === 1 ? (
        <AccountSection />
      ) : (
        <Tabs
          activeKey={section}
          destroyOnHidden
          onChange={(key) =>
            void navigate({
              to: "/settings",
              search: key === "account" ? {} : { section: accountSections.find((known) => known === key) },
              replace: true,
            })
          }
          items={allowed.map((key) => {
            const Section = sections[key];
            return { key, label: { ...t.settings.sections, ...t.accounts.sections }[key], children: <Section /> };
          })}
        />
      )}
    </div>
  );
}
