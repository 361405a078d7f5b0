import { CloudSyncOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { ManagedSource } from "../managed/managed-source.tsx";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { SourceCard } from "./source-card.tsx";
import { SourceDialog } from "./source-dialog.tsx";
import { isUnderWay, type SourceInfo } from "./source-text.ts";
import "./sources.css";

const pollMs = 1_000;

/** Where a library's documents come from by themselves, and how that goes. */
export function SourceSection({ libraryId }: { libraryId: string }) {
  const { t } = useLanguage();
  const { user } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<SourceInfo | "new" | null>(null);
  const list = useQuery(
    trpc.source.list.queryOptions(
      { libraryId },
      {
        refetchInterval: ({ state }) =>
          state.data?.some(({ sync }) => isUnderWay(sync) || sync?.batch?.underway) ? pollMs : false,
        refetchIntervalInBackground: false,
      },
    ),
  );
  const { data } = list;
  const documents = data?.reduce((sum, source) => sum + source.documents, 0);
  useEffect(() => {
    // what a run brings shows among the documents, and in the number beside the library's name
    void queryClient.invalidateQueries({ queryKey: trpc.document.list.queryKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() });
  }, [documents, queryClient, trpc]);

  const addButton = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen("new")}>
      {t.sources.add}
    </Button>
  );
  return (
    <section aria-label={t.sources.tabs.sources}>
      <QueryState query={list} rows={6} />
      {data?.length === 0 && (
        <Empty
          icon={<CloudSyncOutlined aria-hidden />}
          title={t.sources.emptyTitle}
          text={t.sources.emptyText}
          action={addButton}
        />
      )}
      {data && data.length > 0 && (
        <>
          <div className="sources-head">
            <p className="quiet">{t.sources.lead}</p>
            {addButton}
          </div>
          <ul className="sources">
            {data.map((source) => (
              <SourceCard
                key={source.id}
                source={source}
                libraryId={libraryId}
                now={list.dataUpdatedAt}
                onChange={() => setOpen(source)}
              />
            ))}
          </ul>
        </>
      )}
      {user.role === "admin" && data && <ManagedSource libraryId={libraryId} />}
      {open && <SourceDialog libraryId={libraryId} source={open} onClose={() => setOpen(null)} />}
    </section>
  );
}
