import { FileAddOutlined, SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import type { LibraryView } from "../app/search-params.ts";
import { useTRPC } from "../app/trpc.ts";
import { CategoryFilter } from "../categories/category-filter.tsx";
import { useUploadCategory } from "../categories/upload-category.ts";
import { ImportPage } from "../imports/import-page.tsx";
import { ImportSection } from "../imports/import-section.tsx";
import { SourceSection } from "../sources/source-section.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { TextFilter } from "../ui/text-filter.tsx";
import { WrittenSection } from "../written/written-section.tsx";
import { DocumentCards } from "./document-cards.tsx";
import { DocumentsTable } from "./documents-table.tsx";
import { DropZone } from "./drop-zone.tsx";
import { LibraryHead } from "./library-head.tsx";
import { LibraryTabs } from "./library-tabs.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { StateFilter } from "./state-filter.tsx";
import { UploadPanel } from "./upload-panel.tsx";
import type { NamedFile } from "./upload-queue.ts";
import { isUnderWay, useUploads } from "./uploads-context.tsx";

const pageSize = 30;
const refreshMs = 1_500;

export function LibraryPage() {
  const { libraryId } = useParams({ from: "/desk/keepers/libraries/library/$libraryId" });
  // what is chosen in one library means nothing in another
  return <Documents key={libraryId} libraryId={libraryId} />;
}

function Documents({ libraryId }: { libraryId: string }) {
  const { t, format } = useLanguage();
  const view = useSearch({ from: "/desk/keepers/libraries/library/$libraryId" });
  const navigate = useNavigate({ from: "/library/$libraryId" });
  const trpc = useTRPC();
  const { queue, uploads } = useUploads(libraryId);
  const narrow = useMedia("(max-width: 899px)");
  const [selected, setSelected] = useState<string[]>([]);
  const sending = uploads.some(isUnderWay);
  const { page = 1, show: asked, batch, category, text, state, sort, direction } = view;
  const filter = { text, state, sort, direction };
  const [uploadCategory, setUploadCategory] = useUploadCategory(libraryId);
  const list = useQuery(
    trpc.document.list.queryOptions(
      { libraryId, page, pageSize, ...filter, ...(category && { category: category === "none" ? null : category }) },
      {
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) => (sending || state.data?.states.underway ? refreshMs : false),
        refetchIntervalInBackground: false,
      },
    ),
  );
  const now = list.dataUpdatedAt;
  const setView = (next: Partial<LibraryView>) =>
    void navigate({ search: (held) => ({ ...held, page: undefined, ...next }), replace: true });
  const library = useQuery(trpc.library.list.queryOptions()).data?.find(({ id }) => id === libraryId);
  const role = library?.role;
  const mayChange = role !== undefined && role !== "reader";
  const show = mayChange ? (asked ?? "documents") : "documents";
  const addFiles = (files: NamedFile[]) => void (mayChange && queue.add(libraryId, files, uploadCategory));

  const { data } = list;
  const total = data ? data.states.searchable + data.states.underway + data.states.failed : 0;
  const filtered = text !== undefined || state !== undefined || category !== undefined;
  return (
    <DropZone onFiles={addFiles}>
      <div className="library">
        <LibraryHead
          libraryId={libraryId}
          documents={total}
          category={uploadCategory}
          onCategory={setUploadCategory}
          onFiles={addFiles}
        />
        <UploadPanel uploads={uploads} queue={queue} />
        {mayChange && (
          <LibraryTabs
            value={show}
            onChange={(tab) => void navigate({ search: tab === "documents" ? {} : { show: tab } })}
          />
        )}
        {show === "sources" && <SourceSection libraryId={libraryId} />}
        {show === "imports" && !batch && (
          <ImportSection libraryId={libraryId} page={page} onPage={(page) => setView({ page })} />
        )}
        {show === "imports" && batch && <ImportPage key={batch} id={batch} view={view} onView={setView} />}
        {show === "written" && <WrittenSection libraryId={libraryId} />}
        {show === "documents" && <QueryState query={list} rows={8} />}
        {show === "documents" && data && total === 0 && !filtered && (
          <Empty
            icon={<FileAddOutlined aria-hidden />}
            title={library?.managed ? t.managed.emptyTitle : t.library.emptyTitle}
            text={library?.managed ? t.managed.emptyText : mayChange ? t.library.emptyText : ""}
          />
        )}
        {show === "documents" && data && (total > 0 || filtered) && (
          <>
            <div className="library-tools">
              <StateFilter
                states={data.states}
                total={total}
                value={view.state}
                onChange={(state) => setView({ state })}
              />
              <CategoryFilter value={category} onChange={(category) => setView({ category })} />
              <TextFilter
                label={t.library.filter}
                value={view.text ?? ""}
                onChange={(text) => setView({ text: text || undefined })}
              />
            </div>
            {mayChange && (
              <SelectionBar
                selected={selected}
                failed={data.states.failed}
                libraryId={libraryId}
                mayRestrict={role === "owner"}
                teaches={data.items.some(({ id, name }) => selected.includes(id) && /\.examples?$/i.test(name))}
                onDone={() => setSelected([])}
              />
            )}
            {data.items.length === 0 ? (
              <Empty
                icon={<SearchOutlined aria-hidden />}
                title={t.library.noneFound}
                action={
                  <Button onClick={() => setView({ text: undefined, state: undefined, category: undefined })}>
                    {t.library.showAll}
                  </Button>
                }
              />
            ) : narrow ? (
              <DocumentCards
                items={data.items}
                selected={selected}
                now={now}
                {...(mayChange && { onSelect: setSelected })}
              />
            ) : (
              <DocumentsTable
                items={data.items}
                view={view}
                loading={list.isPlaceholderData}
                selected={selected}
                now={now}
                {...(mayChange && { onSelect: setSelected })}
                onView={setView}
              />
            )}
            <Pager
              page={page}
              pageSize={pageSize}
              total={data.total}
              totalText={t.library.documentCount(format.number(data.total), data.total)}
              onPage={(next) => setView({ page: next })}
            />
          </>
        )}
      </div>
    </DropZone>
  );
}
