import { Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";

const tabs = ["documents", "sources", "written"] as const;
export type LibraryTab = (typeof tabs)[number];

/** A library's documents, where they come from, or what was written for them. */
export function LibraryTabs({ value, onChange }: { value: LibraryTab; onChange: (tab: LibraryTab) => void }) {
  const { t } = useLanguage();
  return (
    <Segmented
      className="library-tabs"
      aria-label={t.sources.tabs.label}
      value={value}
      onChange={onChange}
      options={tabs.map((tab) => ({ value: tab, label: tab === "written" ? t.written.tab : t.sources.tabs[tab] }))}
    />
  );
}
