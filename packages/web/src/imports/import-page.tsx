import { ArrowLeftOutlined, DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { LibraryView } from "../app/search-params.ts";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { ImportActions, useImportChanges } from "./import-actions.tsx";
import { ImportFacts, ImportProgress } from "./import-card.tsx";
import { ImportFiles } from "./import-files.tsx";
import { ImportReasons } from "./import-reasons.tsx";
import { isGoingOn, nameOf, pollMs } from "./import-text.ts";
import "./imports.css";

interface ImportPageProps {
  id: string;
  view: LibraryView;
  onView: (view: Partial<LibraryView>) => void;
}

/** One import: how far it is, why files of it failed, and every file with what happened to it. */
export function ImportPage({ id, view, onView }: ImportPageProps) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const { retry } = useImportChanges();
  const found = useQuery(
    trpc.batch.get.queryOptions(
      { id },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data && isGoingOn(state.data) ? pollMs : false),
        refetchIntervalInBackground: false,
      },
    ),
  );
  const info = found.data;
  return (
    <section aria-label={info ? nameOf(info, t) : t.imports.tab} className="import-page">
      <Link className="import-back" to="/library/$libraryId" from="/library/$libraryId" search={{ show: "imports" }}>
        <ArrowLeftOutlined aria-hidden /> {t.imports.back}
      </Link>
      <QueryState query={found} rows={8} />
      {info && (
        <>
          <div className="import-head">
            <div className="import-title">
              <h2>{nameOf(info, t)}</h2>
              <ImportFacts info={info} now={found.dataUpdatedAt} />
            </div>
            <div className="import-actions">
              <ImportActions info={info} />
              <Button
                size="small"
                icon={<DownloadOutlined aria-hidden />}
                href={`/api/batches/${encodeURIComponent(id)}/report`}
                title={t.imports.reportHint}
              >
                {t.imports.report}
              </Button>
            </div>
          </div>
          <ImportProgress info={info} />
          {info.disagreeing > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t.imports.disagreeing(format.number(info.disagreeing), info.disagreeing)}
              action={
                <Button size="small" loading={retry.isPending} onClick={() => retry.mutate({ id })}>
                  {t.common.retry}
                </Button>
              }
            />
          )}
          <ImportReasons info={info} reason={view.reason} onView={onView} />
          <ImportFiles info={info} view={view} onView={onView} />
        </>
      )}
    </section>
  );
}
