import { FileTextOutlined } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChunkView } from "./chunk-view.tsx";
import { pageSize, usePages } from "./use-pages.ts";
import { VirtualRows } from "./virtual-rows.tsx";

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
  const { pages, see } = usePages(at ?? 0);
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

  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!total) {
    if (results.some((result) => result.isPending)) return null;
    const waiting = state === "queued" || state === "working";
    return <Empty icon={<FileTextOutlined aria-hidden />} title={waiting ? t.document.notYet : t.document.noText} />;
  }
  return (
    <VirtualRows total={total} at={at} scroller={scroller} estimatedPx={estimatedPx} onSeen={see}>
      {(index) => {
        const chunk = chunks.get(index);
        if (!chunk) return <div className="chunk chunk-waiting" aria-busy />;
        return <ChunkView chunk={chunk} before={chunks.get(index - 1)} highlighted={index === at} quote={quote} />;
      }}
    </VirtualRows>
  );
}
