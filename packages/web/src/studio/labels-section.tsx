import { SearchOutlined, TagsOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Inputs, type Outputs } from "../app/trpc.ts";
import { CountFilter } from "../ui/count-filter.tsx";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { LabelRow } from "./label-row.tsx";
import { LabelSources } from "./label-sources.tsx";
import { LabelTyped } from "./label-typed.tsx";
import { labelKinds, type StudioView } from "./studio-view.ts";

const pageSize = 20;
type Label = Outputs["label"]["list"]["items"][number];
type Filter = Pick<Inputs["label"]["list"], "expected" | "state">;

const filters: Record<(typeof labelKinds)[number], Filter> = {
  answer: { expected: "answer", state: "accepted" },
  refuse: { expected: "refuse", state: "accepted" },
  proposed: { state: "proposed" },
};

/** The labelled questions: typed, brought in, reviewed, changed and taken away again. */
export function LabelsSection() {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { show, text = "", page = 1 } = useSearch({ from: "/desk/keepers/tune/refusal" });
  const navigate = useNavigate({ from: "/tune/refusal" });
  const setView = (view: StudioView) => void navigate({ search: view, replace: true });
  const list = useQuery(
    trpc.label.list.queryOptions(
      { page, pageSize, ...(show && filters[show]), ...(text && { text }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.label.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.calibration.get.queryKey() }),
    ]);
  const { done, tell } = useUndo(refresh);
  const perform = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await refresh();
  };
  const remove = (labels: readonly Label[]) =>
    perform(async () => {
      const removed = await client.label.remove.mutate({ ids: labels.map(({ id }) => id) });
      const [first] = removed;
      if (!first) return;
      const said =
        removed.length === 1
          ? t.studio.labels.removed(first.question)
          : t.studio.labels.removedMany(format.number(removed.length));
      await tell(said, () => client.label.restore.mutate({ labels: removed }));
    });
  const accept = (labels: readonly Label[]) =>
    perform(() => client.label.accept.mutate({ ids: labels.map(({ id }) => id) }));
  const relabel = ({ id, question, state }: Label, expected: Label["expected"]) =>
    perform(() =>
      state === "proposed"
        ? client.label.accept.mutate({ ids: [id], expected })
        : client.label.set.mutate({ question, expected }),
    );

  const { data } = list;
  const all = data ? data.counts.answer + data.counts.refuse + data.counts.proposed : 0;
  return (
    <section className="card" aria-labelledby="labels">
      <div className="card-head labels-head">
        <div>
          <h2 id="labels">{t.studio.labels.title}</h2>
          <p>{t.studio.labels.lead}</p>
        </div>
        <LabelSources onChanged={refresh} />
      </div>
      <LabelTyped onChanged={refresh} />
      <UndoBar done={done} />
      <QueryState query={list} />
      {data && all === 0 && <NoLabels />}
      {data && all > 0 && (
        <>
          <div className="labels-tools">
            <KindFilter counts={data.counts} all={all} value={show} onChange={(kind) => setView({ show: kind })} />
            <Input
              className="labels-filter"
              prefix={<SearchOutlined aria-hidden />}
              aria-label={t.studio.labels.filter}
              placeholder={t.studio.labels.filter}
              value={text}
              maxLength={200}
              allowClear
              onChange={({ target }) => setView({ show, ...(target.value && { text: target.value }) })}
            />
          </div>
          {data.items.length === 0 && (
            <Empty
              title={t.studio.labels.noneFound}
              action={<Button onClick={() => setView({})}>{t.studio.labels.showAll}</Button>}
            />
          )}
          {show === "proposed" && data.items.length > 1 && (
            <div className="labels-page-actions">
              <Button onClick={() => void accept(data.items)}>
                {t.studio.labels.acceptPage(format.number(data.items.length))}
              </Button>
              <Button type="text" onClick={() => void remove(data.items)}>
                {t.studio.labels.rejectPage}
              </Button>
            </div>
          )}
          <ul className="labels" aria-label={t.studio.labels.title}>
            {data.items.map((label) => (
              <LabelRow
                key={label.id}
                label={label}
                onExpected={(expected) => relabel(label, expected)}
                onAccept={() => accept([label])}
                onRemove={() => remove([label])}
              />
            ))}
          </ul>
          <Pager
            page={page}
            pageSize={pageSize}
            total={data.total}
            totalText={t.studio.labels.total(format.number(data.total))}
            onPage={(next) => setView({ show, ...(text && { text }), page: next })}
          />
        </>
      )}
    </section>
  );
}

interface KindFilterProps {
  counts: Outputs["label"]["list"]["counts"];
  all: number;
  value: StudioView["show"];
  onChange: (kind: StudioView["show"]) => void;
}

function KindFilter({ counts, all, value, onChange }: KindFilterProps) {
  const { t } = useLanguage();
  const choices = [
    { value: undefined, label: t.studio.labels.all, count: all },
    ...labelKinds.map((kind) => ({ value: kind, label: t.studio.labels[kind], count: counts[kind] })),
  ];
  return <CountFilter label={t.studio.labels.kinds} choices={choices} value={value} onChange={onChange} />;
}

function NoLabels() {
  const { t } = useLanguage();
  return (
    <Empty
      icon={<TagsOutlined aria-hidden />}
      title={t.studio.labels.emptyTitle}
      text={t.studio.labels.emptyText}
      action={
        <ol className="label-ways">
          {t.studio.labels.ways.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ol>
      }
    />
  );
}
