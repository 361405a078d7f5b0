import { DislikeOutlined, PlusOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Checkbox } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { FeedbackFilters } from "./feedback-filters.tsx";
import { FeedbackRow, type Feedback, type FeedbackActions } from "./feedback-row.tsx";
import { spanOf, states, type FeedbackView } from "./feedback-view.ts";
import { InjectDialog, type Injected } from "./inject-dialog.tsx";
import "./feedback.css";

const pageSize = 20;

/** What people said of answers: looked through, put right, and put where the next who ask find it. */
export function FeedbackPage() {
  const { t, format } = useLanguage();
  const view = useSearch({ from: "/desk/keepers/tune/feedback" });
  const navigate = useNavigate({ from: "/tune/feedback" });
  const setView = (change: FeedbackView) =>
    void navigate({ search: (held) => ({ ...held, page: undefined, ...change }), replace: true });
  const clear = (search: FeedbackView) => void navigate({ search, replace: true });
  const { page = 1, state, library, person, from, to, ...filters } = view;
  const trpc = useTRPC();
  const list = useQuery(
    trpc.feedback.list.queryOptions(
      {
        page,
        pageSize,
        ...(state && { state }),
        ...(library && { libraryId: library }),
        ...(person && { userId: person }),
        ...filters,
        ...spanOf({ from, to }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<Feedback | "new" | null>(null);
  const { done, actions, injected } = useFeedbackActions(setDialog, () => setChosen(new Set()));
  const { data } = list;
  const isBare = Object.values(view).every((value) => value === undefined);
  const picked = data?.items.filter(({ id }) => chosen.has(id)) ?? [];
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))));
  const create = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setDialog("new")}>
      {t.feedback.create}
    </Button>
  );
  return (
    <div className="page feedback">
      <div className="page-head">
        <h1>{t.feedback.title}</h1>
        {!(data && data.counts.all === 0 && isBare) && create}
      </div>
      <p className="quiet page-lead">{t.feedback.lead}</p>
      <UndoBar done={done} />
      <QueryState query={list} rows={8} />
      {data && data.counts.all === 0 && isBare && (
        <Empty
          icon={<DislikeOutlined aria-hidden />}
          title={t.feedback.none}
          text={t.feedback.noneText}
          action={create}
        />
      )}
      {data && !(data.counts.all === 0 && isBare) && (
        <>
          <CountFilter
            label={t.feedback.counts}
            value={state}
            choices={[undefined, ...states].map((value) => ({
              value,
              label: t.feedback.states[value ?? "all"],
              count: data.counts[value ?? "all"],
            }))}
            onChange={(next) => setView({ state: next })}
          />
          <FeedbackFilters
            view={view}
            onChange={setView}
            onClear={() => clear(view.state ? { state: view.state } : {})}
          />
          {data.items.length === 0 && (
            <Empty
              title={t.feedback.noneFound}
              action={<Button onClick={() => clear({})}>{t.feedback.filters.clear}</Button>}
            />
          )}
          {data.items.length > 0 && (
            <ChooseBar items={data.items} picked={picked} onChoose={choose} actions={actions} />
          )}
          {data.items.map((feedback) => (
            <FeedbackRow
              key={feedback.id}
              feedback={feedback}
              chosen={chosen.has(feedback.id)}
              onChoose={(on) => choose([feedback.id], on)}
              actions={actions}
            />
          ))}
          <Pager
            page={page}
            pageSize={pageSize}
            total={data.total}
            totalText={t.feedback.total(format.number(data.total))}
            onPage={(next) => setView({ page: next })}
          />
        </>
      )}
      {dialog && (
        <InjectDialog
          from={dialog === "new" ? undefined : dialog}
          onDone={(what) => void injected(what)}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

interface ChooseBarProps {
  items: readonly Feedback[];
  picked: readonly Feedback[];
  onChoose: (ids: readonly string[], on: boolean) => void;
  actions: FeedbackActions;
}

/** All of a page at once. */
function ChooseBar({ items, picked, onChoose, actions }: ChooseBarProps) {
  const { t, format } = useLanguage();
  const free = items.filter(({ state }) => state !== "injected");
  const all = free.length > 0 && picked.length === free.length;
  return (
    <div className="feedback-choose">
      <Checkbox
        checked={all}
        indeterminate={picked.length > 0 && !all}
        disabled={free.length === 0}
        onChange={({ target }) =>
          onChoose(
            free.map(({ id }) => id),
            target.checked,
          )
        }
      >
        {picked.length > 0 ? t.feedback.chosen(format.number(picked.length)) : t.feedback.chooseAll}
      </Checkbox>
      {picked.length > 0 && (
        <Button size="small" onClick={() => void actions.move(picked, "dismissed")}>
          {t.feedback.dismissChosen}
        </Button>
      )}
    </div>
  );
}

/** What can be done with the rows, each with its way back. */
function useFeedbackActions(openDialog: (feedback: Feedback) => void, forgetChosen: () => void) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.feedback.pathKey() });
  const { done, tell, forget } = useUndo(refresh);
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
      await refresh();
    }
  };
  const actions: FeedbackActions = {
    inject: openDialog,
    edit: ({ id }, change) =>
      attempt(async () => {
        await client.feedback.edit.mutate({ id, ...change });
        await refresh();
      }),
    takeBack: ({ id, question }) =>
      attempt(async () => {
        await client.feedback.takeBack.mutate({ id });
        forget();
        await refresh();
        void message.success(t.feedback.tookBack(question));
      }),
    move: (rows, state) =>
      attempt(async () => {
        const { moved } = await client.feedback.move.mutate({ ids: rows.map(({ id }) => id), state });
        forgetChosen();
        if (!moved.length) return refresh();
        const back = state === "new" ? "dismissed" : "new";
        const count = format.number(moved.length);
        const said = state === "new" ? t.feedback.reopened(count) : t.feedback.dismissed(count);
        await tell(said, () => client.feedback.move.mutate({ ids: moved, state: back }));
      }),
  };
  const injected = ({ feedback, way }: Injected) => {
    const { id, question, library } = feedback;
    const said = {
      kept: () => t.feedback.kept(question),
      added: () => t.feedback.injected(question, library?.name ?? ""),
      changed: () => t.feedback.changed(question),
    }[way]();
    return tell(said, () =>
      way === "kept"
        ? client.feedback.move.mutate({ ids: [id], state: "dismissed" })
        : client.feedback.takeBack.mutate({ id }),
    );
  };
  return { done, actions, injected };
}
