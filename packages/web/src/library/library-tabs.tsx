import { Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";

const tabs = ["documents", "sources", "imports", "written"] as const;
export type LibraryTab = (typeof tabs)[number];

/** A library's documents, where they come from, how they came in, or what was written for them. */
export function LibraryTabs({ value, onChange }: { value: LibraryTab; onChange: (tab: LibraryTab) => void }) {
  const { t } = useLanguage();
  const labels = { ...t.sources.tabs, imports: t.imports.tab, written: t.written.tab };
  return (
    <Segmented
      className="library-tabs"
      aria-label={t.sources.tabs.label}
      value={value}
      onChange={onChange}
      options={tabs.map((tab) => ({ value: tab, label: labels[tab] }))}
    />
  );
}
