import { Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";

const tabs = ["documents", "sources"] as const;
export type LibraryTab = (typeof tabs)[number];

/** A library's documents, or where they come from. */
export function LibraryTabs({ value, onChange }: { value: LibraryTab; onChange: (tab: LibraryTab) => void }) {
  const { t } = useLanguage();
  return (
    <Segmented
      className="library-tabs"
      aria-label={t.sources.tabs.label}
      value={value}
      onChange={onChange}
      options={tabs.map((tab) => ({ value: tab, label: t.sources.tabs[tab] }))}
    />
  );
}
