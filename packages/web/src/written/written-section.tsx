import { FormOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button, Popconfirm } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { ExchangeMenu } from "./exchange-menu.tsx";
import type { Change, Proposal } from "./proposal-row.tsx";
import { ReviewCard } from "./review-card.tsx";
import { reviewKeys } from "./review-keys.ts";
import { StartDialog } from "./start-dialog.tsx";
import { isUnderWay, WritingStatus } from "./writing-status.tsx";
import "./written.css";

const states = ["proposed", "accepted", "rejected"] as const;
type State = (typeof states)[number];

const pageSize = 10;
const pollMs = 1_000;

/** What a model wrote for a library's passages, on its way to being accepted or rejected. */
export function WrittenSection({ libraryId }: { libraryId: string }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [state, setState] = useState<State>("proposed");
  const [page, setPage] = useState(1);
  const [starting, setStarting] = useState(false);
  const run = useQuery(
    trpc.writing.get.queryOptions(
      { libraryId },
      {
        refetchInterval: ({ state: { data } }) =>
          data?.state === "queued" || data?.state === "running" ? pollMs : false,
        refetchIntervalInBackground: false,
      },
    ),
  );
  const list = useQuery(
    trpc.proposal.list.queryOptions({ libraryId, state, page, pageSize }, { placeholderData: keepPreviousData }),
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.proposal.pathKey() });
  const { done, tell } = useUndo(refresh);
  const written = run.data?.written;
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.proposal.pathKey() });
  }, [written, queryClient, trpc]);

  const perform = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await refresh();
  };
  const said = (next: State, count: number) => {
    const n = format.number(count);
    if (next === "accepted") return t.written.didAccept(n);
    return next === "rejected" ? t.written.didReject(n) : t.written.didPutBack(n);
  };
  const change = (proposals: readonly Proposal[], { state: next, text }: Change) =>
    perform(async () => {
      const items = proposals.map(({ id }) => ({ id, state: next, ...(text !== undefined && { text }) }));
      await client.proposal.review.mutate({ items });
      const before = proposals.map(({ id, state: held, text: was }) => ({ id, state: held, text: was }));
      await tell(text === undefined ? said(next, items.length) : t.written.didEdit, () =>
        client.proposal.review.mutate({ items: before }),
      );
    });
  const changeAll = (next: "accepted" | "rejected") =>
    perform(async () => {
      const { ids } = await client.proposal.reviewAll.mutate({ libraryId, state: next });
      if (ids.length === 0) return;
      const before = ids.map((id) => ({ id, state: "proposed" as const }));
      await tell(said(next, ids.length), () => client.proposal.review.mutate({ items: before }));
    });

  const { data } = list;
  const all = data ? data.counts.proposed + data.counts.accepted + data.counts.rejected : 0;
  const writeButton = !isUnderWay(run.data) && (
    <Button type="primary" icon={<FormOutlined aria-hidden />} onClick={() => setStarting(true)}>
      {t.written.write}
    </Button>
  );
  return (
    <section aria-label={t.written.tab}>
      <QueryState query={list} rows={6} />
      {data && (all > 0 || run.data) && (
        <div className="written-head">
          <p className="quiet">{t.written.lead}</p>
          <div className="written-actions">
            <IfModel quiet>{writeButton}</IfModel>
            <ExchangeMenu libraryId={libraryId} onImported={refresh} />
          </div>
        </div>
      )}
      {run.data && <WritingStatus run={run.data} now={run.dataUpdatedAt} />}
      {data && all === 0 && !run.data && (
        <IfModel>
          <Empty
            icon={<FormOutlined aria-hidden />}
            title={t.written.emptyTitle}
            text={t.written.emptyText}
            action={writeButton}
          />
        </IfModel>
      )}
      {data && all > 0 && (
        <>
          <div className="written-tools">
            <CountFilter
              label={t.written.states.label}
              choices={states.map((value) => ({ value, label: t.written.states[value], count: data.counts[value] }))}
              value={state}
              onChange={(value) => {
                setState(value ?? "proposed");
                setPage(1);
              }}
            />
            {state === "proposed" && data.counts.proposed > 1 && (
              <AllButtons count={data.counts.proposed} onAll={changeAll} />
            )}
          </div>
          <UndoBar done={done} />
          {data.items.length === 0 && <Empty title={t.written.none[state]} />}
          {state === "proposed" && data.items.length > 0 && <p className="quiet written-keys">{t.written.keys}</p>}
          <ul className="written-cards" onKeyDown={reviewKeys}>
            {data.items.map((reviewed) => (
              <ReviewCard key={reviewed.chunkId} reviewed={reviewed} onChange={change} />
            ))}
          </ul>
          <Pager page={page} pageSize={pageSize} total={data.total} onPage={setPage} />
        </>
      )}
      {starting && <StartDialog libraryId={libraryId} onClose={() => setStarting(false)} />}
    </section>
  );
}

function AllButtons({ count, onAll }: { count: number; onAll: (next: "accepted" | "rejected") => Promise<void> }) {
  const { t, format } = useLanguage();
  const n = format.number(count);
  return (
    <div className="written-actions">
      <Popconfirm
        title={t.written.acceptAllSure(n)}
        description={t.written.sureHelp}
        okText={t.written.accept}
        onConfirm={() => onAll("accepted")}
      >
        <Button>{t.written.acceptAll(n)}</Button>
      </Popconfirm>
      <Popconfirm
        title={t.written.rejectAllSure(n)}
        description={t.written.sureHelp}
        okText={t.written.reject}
        onConfirm={() => onAll("rejected")}
      >
        <Button type="text">{t.written.rejectAll}</Button>
      </Popconfirm>
    </div>
  );
}

/** What needs a model, or the way to one; nothing in its place when `quiet`. */
function IfModel({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  const { t } = useLanguage();
  const { user } = useMe();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.model.status.queryOptions());
  if (!data) return null;
  if (data.kind !== "quoting") return children;
  const mayConnect = user.role === "admin";
  const link = mayConnect && (
    <Link to="/settings" search={{ section: "model" }}>
      <Button type={quiet ? "default" : "primary"}>{t.written.toSettings}</Button>
    </Link>
  );
  if (quiet) return link || null;
  return (
    <Empty
      icon={<FormOutlined aria-hidden />}
      title={t.written.noModelTitle}
      text={mayConnect ? t.written.noModelText : t.written.noModelAsk}
      action={link}
    />
  );
}
