import { FileTextOutlined } from "@ant-design/icons";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useBlocker, useNavigate, useSearch } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useState, type RefObject } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { changedChunks } from "../app/search-params.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { ChunkCard } from "./chunk-card.tsx";
import { ChunkEditor } from "./chunk-editor.tsx";
import { ChunkHistory } from "./chunk-history.tsx";
import { ChunkQuestions } from "./chunk-questions.tsx";
import { ChunkView } from "./chunk-view.tsx";
import { draftOf, isChanged, previewOf, type Card, type Draft, type Leftover } from "./drafts.ts";
import { LeftoverList } from "./leftover-list.tsx";
import { isPicture, Original } from "./original.tsx";
import { pageSize, usePages } from "./use-pages.ts";
import { useChunkChanges } from "./use-chunk-changes.ts";
import { VirtualRows } from "./virtual-rows.tsx";
import "./chunks.css";

const estimatedPx = 240;

interface ChunkDeskProps {
  document: Outputs["document"]["get"];
  /** The chunk to show first. */
  at: number | undefined;
  quote: string | undefined;
  scroller: RefObject<HTMLDivElement | null>;
}

/** The document beside its chunks, to be looked through and mended. */
export function ChunkDesk({ document, at, quote, scroller }: ChunkDeskProps) {
  const { t } = useLanguage();
  const { user } = useMe();
  const trpc = useTRPC();
  const { only } = useSearch({ from: "/desk/document/$documentId" });
  const navigate = useNavigate({ from: "/document/$documentId" });
  const narrow = useMedia("(max-width: 899px)");
  const changes = useChunkChanges();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [open, setOpen] = useState<{ id: string; show: "history" | "questions" } | null>(null);
  const [placing, setPlacing] = useState<Leftover | null>(null);
  const [original, setOriginal] = useState(false);
  const first = only ? undefined : at;
  const { pages, see } = usePages(first ?? 0);
  const { id } = document;
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.chunk.list.queryOptions({ id, from: page * pageSize, limit: pageSize, only: only ?? "all" }),
    ),
  });
  const leftovers = useQuery(trpc.chunk.leftovers.queryOptions({ id }));
  const loaded = results.find(({ data }) => data);
  const counts = loaded?.data?.counts;
  const now = loaded?.dataUpdatedAt ?? 0;
  const cards = new Map(
    results.flatMap(({ data }, place) =>
      (data?.items ?? []).map((card, index): [number, Card] => [(pages[place] ?? 0) * pageSize + index, card]),
    ),
  );
  const cardOf = (id: string) => [...cards.values()].find((card) => card.id === id);
  const unsaved = [...drafts].some(([id, draft]) => {
    const card = cardOf(id);
    return !card || isChanged(card, draft);
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const stays = next.pathname === current.pathname && (next.search as { show?: string }).show === "chunks";
      return unsaved && !stays && !confirm(t.chunks.editor.leave);
    },
    enableBeforeUnload: unsaved,
  });

  const setDraft = (id: string, draft: Draft | undefined) =>
    setDrafts((held) => {
      const next = new Map(held);
      if (draft) next.set(id, draft);
      else next.delete(id);
      return next;
    });
  const place = (card: Card, leftover: Leftover) => {
    setPlacing(null);
    if (leftover.edited) setDraft(card.id, draftOf(card, leftover));
    else void changes.placeOff(card, leftover);
  };

  const failed = results.find((result) => result.isError);
  if (failed) return <Failure error={failed.error} onRetry={() => void failed.refetch()} />;
  const showsPicture = original && !narrow;
  const beside = !narrow && !showsPicture;
  const total = counts?.[only ?? "all"] ?? 0;
  const shown = open && cardOf(open.id);

  const rowOf = (index: number) => {
    const card = cards.get(index);
    if (!card) return <div className="chunk chunk-waiting" aria-busy />;
    const draft = drafts.get(card.id);
    const highlighted = first === index;
    const show = (what: "history" | "questions") => () => setOpen({ id: card.id, show: what });
    return (
      <div className={beside ? "chunk-row beside" : "chunk-row"}>
        {beside && (
          <div className={card.off ? "chunk-left off" : "chunk-left"}>
            <ChunkView
              chunk={draft ? previewOf(card, draft) : card}
              before={cards.get(index - 1)}
              highlighted={highlighted}
              quote={quote}
            />
          </div>
        )}
        {draft ? (
          <ChunkEditor
            card={card}
            draft={draft}
            withPreview={!beside}
            onChange={(next) => setDraft(card.id, next)}
            onSave={async (given) => {
              await changes.save(card, given);
              setDraft(card.id, undefined);
            }}
            onCancel={() => setDraft(card.id, undefined)}
            onConflict={changes.refresh}
            onHistory={show("history")}
          />
        ) : (
          <ChunkCard
            card={card}
            now={now}
            withText={!beside}
            highlighted={highlighted}
            onPlace={placing ? () => place(card, placing) : undefined}
            onTurn={(off) => void changes.turn(card, off)}
            onEdit={() => setDraft(card.id, draftOf(card))}
            onHistory={show("history")}
            onQuestions={user.role === "member" ? undefined : show("questions")}
          />
        )}
      </div>
    );
  };

  return (
    <div className="chunk-desk">
      <LeftoverList
        leftovers={leftovers.data ?? []}
        placing={placing}
        onPlace={setPlacing}
        onDismiss={(leftover) => void changes.dismiss(leftover)}
      />
      <div className="chunk-tools">
        {counts && (
          <CountFilter
            label={t.chunks.filter}
            value={only}
            onChange={(next) => void navigate({ search: (held) => ({ ...held, only: next }), replace: true })}
            choices={([undefined, ...changedChunks] as const).map((value) => ({
              value,
              label: t.chunks.only[value ?? "all"],
              count: counts[value ?? "all"],
            }))}
          />
        )}
        {!narrow && document.mayDownload && isPicture(document.name) && (
          <Segmented
            size="small"
            aria-label={t.chunks.left.label}
            value={original ? "original" : "text"}
            onChange={(value) => setOriginal(value === "original")}
            options={(["text", "original"] as const).map((value) => ({ value, label: t.chunks.left[value] }))}
          />
        )}
      </div>
      <UndoBar done={changes.done} />
      {counts && total === 0 && (
        <Empty icon={<FileTextOutlined aria-hidden />} title={only ? t.chunks.none[only] : t.document.noText} />
      )}
      <div className={showsPicture ? "chunk-columns" : undefined}>
        {showsPicture && (
          <div className="chunk-original">
            <Original documentId={id} name={document.name} title={document.title} />
          </div>
        )}
        {total > 0 && (
          <VirtualRows
            key={only ?? "all"}
            total={total}
            at={first}
            scroller={scroller}
            estimatedPx={estimatedPx}
            onSeen={see}
            keyOf={(index) => cards.get(index)?.id ?? String(index)}
          >
            {rowOf}
          </VirtualRows>
        )}
      </div>
      {shown && open.show === "history" && (
        <ChunkHistory
          card={shown}
          onRestore={(number) => {
            setOpen(null);
            void changes.restore(shown, number);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {shown && open.show === "questions" && <ChunkQuestions card={shown} now={now} onClose={() => setOpen(null)} />}
    </div>
  );
}
