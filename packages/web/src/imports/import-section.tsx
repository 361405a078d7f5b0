import { HistoryOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { ImportCard } from "./import-card.tsx";
import { isGoingOn, pollMs } from "./import-text.ts";
import "./imports.css";

const pageSize = 20;

interface ImportSectionProps {
  libraryId: string;
  page: number;
  onPage: (page: number) => void;
}

/** How files came into a library, newest first. */
export function ImportSection({ libraryId, page, onPage }: ImportSectionProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const list = useQuery(
    trpc.batch.list.queryOptions(
      { libraryId, page, pageSize },
      {
        placeholderData: keepPreviousData,
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data?.items.some(isGoingOn) ? pollMs : false),
        refetchIntervalInBackground: false,
      },
    ),
  );
  const { data } = list;
  return (
    <section aria-label={t.imports.tab}>
      <QueryState query={list} rows={6} />
      {data?.total === 0 && (
        <Empty icon={<HistoryOutlined aria-hidden />} title={t.imports.emptyTitle} text={t.imports.emptyText} />
      )}
      {data && data.total > 0 && (
        <ul className="imports">
          {data.items.map((info) => (
            <ImportCard key={info.id} info={info} now={list.dataUpdatedAt} />
          ))}
        </ul>
      )}
      {data && <Pager page={page} pageSize={pageSize} total={data.total} onPage={onPage} />}
    </section>
  );
}
