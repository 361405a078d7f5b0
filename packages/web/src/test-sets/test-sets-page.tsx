import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { CasesSection } from "./cases-section.tsx";
import { RunsSection } from "./runs-section.tsx";
import "./test-sets.css";

/** The test set of a library, and what it came to with which setting. */
export function TestSetsPage() {
  const { t } = useLanguage();
  const texts = t.testSets;
  const { library } = useSearch({ from: "/desk/keepers/tune/tests" });
  const navigate = useNavigate({ from: "/tune/tests" });
  const libraries = useQuery(useTRPC().library.list.queryOptions());
  const kept = libraries.data?.filter(({ role }) => role !== "reader") ?? [];
  const open = kept.find(({ id }) => id === library) ?? kept[0];
  return (
    <div className="page test-sets">
      <div className="page-head">
        <h1>{texts.title}</h1>
        {open && (
          <Select
            className="test-library"
            aria-label={texts.library}
            value={open.id}
            options={kept.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string) => void navigate({ search: { library: id } })}
          />
        )}
      </div>
      <p className="quiet page-lead">{texts.lead}</p>
      <QueryState query={libraries} rows={6} />
      {libraries.data && !open && <Empty title={texts.noLibrary} />}
      {open && (
        <>
          <RunsSection key={`runs ${open.id}`} libraryId={open.id} />
          <CasesSection key={open.id} libraryId={open.id} />
        </>
      )}
    </div>
  );
}
