import { SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState, type Key } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { batchFiles, type LibraryView } from "../app/search-params.ts";
import { useTRPC } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { TextFilter } from "../ui/text-filter.tsx";
import { FileCards } from "./file-cards.tsx";
import { FilesTable } from "./files-table.tsx";
import { failed, isGoingOn, pollMs, type FileInfo, type ImportInfo } from "./import-text.ts";

const pageSize = 30;

/** The states that each filter stands for. */
const statesOf = {
  searchable: ["searchable"],
  underway: ["underway"],
  failed: ["failed", "refused"],
  unchanged: ["unchanged"],
  gone: ["replaced", "removed"],
} satisfies Record<(typeof batchFiles)[number], FileInfo["state"][]>;

interface ImportFilesProps {
  info: ImportInfo;
  view: LibraryView;
  onView: (view: Partial<LibraryView>) => void;
}

/** The files of an import, filtered by outcome, reason and name, a page at a time. */
export function ImportFiles({ info, view, onView }: ImportFilesProps) {
  const { t, format } = useLanguage();
  const narrow = useMedia("(max-width: 899px)");
  const { page = 1, files, reason, text } = view;
  const list = useQuery(
    useTRPC().batch.files.queryOptions(
      {
        id: info.id,
        page,
        pageSize,
        ...(files && { states: [...statesOf[files]] }),
        ...(reason && { code: reason }),
        ...(text && { text }),
      },
      {
        placeholderData: keepPreviousData,
        staleTime: 0,
        refetchInterval: isGoingOn(info) && pollMs,
        refetchIntervalInBackground: false,
      },
    ),
  );
  const { data, refetch } = list;
  const counts = JSON.stringify(info.counts);
  // what came after the last look of a list that is looked at no more
  useEffect(() => void refetch(), [counts, refetch]);
  // a file that is tried again leaves a list of failures for a moment, and stays open
  const [open, setOpen] = useState<readonly Key[]>([]);
  const filtered = files !== undefined || reason !== undefined || text !== undefined;
  const hidden = data && !filtered && data.total < info.received;
  return (
    <>
      <div className="library-tools">
        <CountFilter
          label={t.imports.filters.label}
          choices={choicesOf(info).map(({ value, count }) => ({
            value,
            count,
            label: t.imports.filters[value ?? "all"],
          }))}
          value={files}
          onChange={(files) => onView({ files, reason: undefined })}
        />
        <TextFilter
          label={t.imports.filter}
          value={text ?? ""}
          onChange={(text) => onView({ text: text || undefined })}
        />
      </div>
      <QueryState query={list} rows={8} />
      {data?.items.length === 0 && filtered && (
        <Empty
          icon={<SearchOutlined aria-hidden />}
          title={t.imports.noneFound}
          action={
            <Button onClick={() => onView({ files: undefined, reason: undefined, text: undefined })}>
              {t.imports.showAll}
            </Button>
          }
        />
      )}
      {hidden && <p className="quiet">{t.imports.hidden}</p>}
      {data &&
        data.items.length > 0 &&
        (narrow ? <FileCards items={data.items} /> : <FilesTable items={data.items} open={open} onOpen={setOpen} />)}
      {data && (
        <Pager
          page={page}
          pageSize={pageSize}
          total={data.total}
          totalText={t.imports.fileCount(format.number(data.total), data.total)}
          onPage={(next) => onView({ page: next })}
        />
      )}
    </>
  );
}

/** Those outcomes that there are. */
function choicesOf(info: ImportInfo): { value: (typeof batchFiles)[number] | undefined; count: number }[] {
  const { counts, received } = info;
  const count = {
    searchable: counts.searchable,
    underway: counts.underway,
    failed: failed(info),
    unchanged: counts.unchanged,
    gone: counts.replaced + counts.removed,
  };
  const always = new Set(["searchable", "underway", "failed"]);
  const shown = batchFiles.filter((value) => always.has(value) || count[value] > 0);
  return [{ value: undefined, count: received }, ...shown.map((value) => ({ value, count: count[value] }))];
}
