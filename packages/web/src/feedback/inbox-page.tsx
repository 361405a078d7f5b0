import { InboxOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Alert, Segmented, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { DocumentDialog } from "./document-dialog.tsx";
import { GapRow, type Gap } from "./gap-row.tsx";
import { InjectDialog } from "./inject-dialog.tsx";
import { spans, usualDays, type InboxView } from "./inbox-view.ts";
import { useGapActions } from "./use-gap-actions.ts";
import { useGapProof } from "./use-gap-proof.ts";
import { useSorting } from "./use-sorting.ts";
import "./feedback.css";

const pageSize = 20;
const states = ["open", "closed", "dismissed"] as const;

/** What was asked and not answered well, those that mean the same together: given to somebody, answered, and proved. */
export function InboxPage() {
  const { t, format } = useLanguage();
  const texts = t.feedback.inbox;
  const { user } = useMe();
  const trpc = useTRPC();
  const view = useSearch({ from: "/desk/keepers/tune/unanswered" });
  const navigate = useNavigate({ from: "/tune/unanswered" });
  const setView = (change: InboxView) =>
    void navigate({ search: (held) => ({ ...held, page: undefined, ...change }), replace: true });
  const { state = "open", days = usualDays, whose, page = 1 } = view;
  const sorting = useSorting();
  const list = useQuery(
    trpc.gap.list.queryOptions(
      { state, days, page, pageSize, ...(whose && { assigned: whose === "me" ? user.id : whose }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const editors = useQuery(trpc.gap.editors.queryOptions()).data ?? [];
  const [answering, setAnswering] = useState<Gap | null>(null);
  const [naming, setNaming] = useState<Gap | null>(null);
  const { done, refresh, assign, move, close } = useGapActions();
  const proof = useGapProof(() => void refresh());
  const { data } = list;
  const closeWith = async (gap: Gap, documentId: string, feedbackId?: string) => {
    if (await close(gap, documentId, feedbackId)) proof.start(gap.id);
  };
  return (
    <div className="page feedback">
      <div className="page-head">
        <h1>{texts.title}</h1>
      </div>
      <p className="quiet page-lead">{texts.lead}</p>
      {sorting.left > 0 && <p role="status">{texts.collecting(format.number(sorting.left))}</p>}
      {sorting.error !== null && <Failure error={sorting.error} onRetry={sorting.again} />}
      {data?.byWords && <Alert className="feedback-note" type="info" showIcon title={texts.byWords} />}
      {proof.error !== null && <Failure error={proof.error} />}
      <UndoBar done={done} />
      <QueryState query={list} rows={8} />
      {data && (
        <>
          <CountFilter
            label={texts.counts}
            value={state}
            choices={states.map((value) => ({ value, label: texts.states[value], count: data.counts[value] }))}
            onChange={(next) => setView({ state: next === "open" ? undefined : next })}
          />
          <div className="feedback-filters">
            <Segmented
              aria-label={texts.days}
              value={days}
              options={spans.map((value) => ({ value, label: texts.lastDays(String(value)) }))}
              onChange={(value) => setView({ days: value })}
            />
            <Select
              aria-label={texts.whose}
              value={whose ?? "anybody"}
              options={(["anybody", "mine", "nobody"] as const).map((name) => ({
                value: name === "mine" ? "me" : name,
                label: texts[name],
              }))}
              onChange={(value) => setView({ whose: value === "me" || value === "nobody" ? value : undefined })}
            />
          </div>
          {data.items.length === 0 && sorting.left === 0 && (
            <Empty
              icon={<InboxOutlined aria-hidden />}
              title={state === "open" ? texts.none : texts.noneClosed}
              {...(state === "open" && !whose && { text: texts.noneText })}
            />
          )}
          {data.items.map((gap) => (
            <GapRow
              key={gap.id}
              gap={gap}
              editors={editors}
              proof={proof.of(gap.id)}
              proving={proof.id === gap.id}
              actions={{
                answer: setAnswering,
                byDocument: setNaming,
                assign,
                move,
                prove: ({ id }) => proof.start(id),
                stop: proof.stop,
              }}
            />
          ))}
          <Pager
            page={page}
            pageSize={pageSize}
            total={data.total}
            totalText={texts.total(format.number(data.total))}
            onPage={(next) => setView({ page: next })}
          />
        </>
      )}
      {answering && (
        <InjectDialog
          from={{ question: answering.question, answer: null, runId: answering.runId }}
          proofOf={answering.runId}
          onRead={({ documentId, id }) => documentId && void closeWith(answering, documentId, id)}
          onDone={() => undefined}
          onClose={() => setAnswering(null)}
        />
      )}
      {naming && (
        <DocumentDialog
          question={naming.question}
          onChoose={async (documentId) => {
            await closeWith(naming, documentId);
            setNaming(null);
          }}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  );
}
