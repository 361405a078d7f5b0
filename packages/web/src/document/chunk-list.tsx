import { FileTextOutlined } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChunkView } from "./chunk-view.tsx";

const pageSize = 100;
const estimatedPx = 180;

interface ChunkListProps {
  documentId: string;
  /** The passage to show first. */
  at: number | undefined;
  quote: string | undefined;
  scroller: RefObject<HTMLDivElement | null>;
  state: Outputs["document"]["get"]["state"];
}

/** The document's text. Only what can be seen is drawn, and only pages near it are loaded. */
export function ChunkList({ documentId, at, quote, scroller, state }: ChunkListProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const list = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState(() => [pageOf(at ?? 0)]);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.document.chunks.queryOptions(
        { id: documentId, from: page * pageSize, limit: pageSize },
        { staleTime: 60_000 },
      ),
    ),
  });
  const total = results.find((result) => result.data)?.data?.total ?? 0;
  const failed = results.find((result) => result.isError);
  const chunks = new Map(results.flatMap(({ data }) => data?.items ?? []).map((chunk) => [chunk.position, chunk]));

  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [total]);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedPx,
    overscan: 4,
    scrollMargin: offset,
    scrollPaddingStart: 24,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index;
  const last = items.at(-1)?.index;
  useEffect(() => {
    if (first === undefined || last === undefined) return;
    const seen = [pageOf(first), pageOf(last)];
    setPages((held) => (seen.every((page) => held.includes(page)) ? held : [...new Set([...held, ...seen])]));
  }, [first, last]);

  const shown = useRef(false);
  useEffect(() => {
    if (shown.current || at === undefined || at >= total || !offset) return;
    shown.current = true;
    virtual.scrollToIndex(at, { align: "start" });
  }, [at, total, offset, virtual]);

  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!total) {
    if (results.some((result) => result.isPending)) return null;
    const waiting = state === "queued" || state === "working";
    return <Empty icon={<FileTextOutlined aria-hidden />} title={waiting ? t.document.notYet : t.document.noText} />;
  }
  return (
    <div ref={list} className="chunks" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const chunk = chunks.get(item.index);
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="chunk-place"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            {chunk ? (
              <ChunkView
                chunk={chunk}
                before={chunks.get(item.index - 1)}
                highlighted={item.index === at}
                quote={quote}
              />
            ) : (
              <div className="chunk chunk-waiting" aria-busy />
            )}
          </div>
        );
      })}
    </div>
  );
}

function pageOf(position: number): number {
  return Math.floor(position / pageSize);
}
