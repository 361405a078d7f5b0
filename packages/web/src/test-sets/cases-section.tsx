import { DeleteOutlined, EditOutlined, PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Input, Tag } from "antd";
import { useRef, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Outputs } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { offer, textOf } from "../ui/file-text.ts";
import { LineProblems } from "../ui/line-problems.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { CaseDialog } from "./case-dialog.tsx";
import type { Case } from "./test-case.ts";

const pageSize = 20;
type Problems = Outputs["testCase"]["import"]["problems"];

/** The cases of a library: typed, brought in, changed, taken out and brought back. */
export function CasesSection({ libraryId }: { libraryId: string }) {
  const { t, format } = useLanguage();
  const texts = t.testSets;
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState<Case | "new" | null>(null);
  const [problems, setProblems] = useState<Problems>([]);
  const view = useSearch({ from: "/desk/keepers/tune/tests" });
  const { text = "", page = 1 } = view;
  const navigate = useNavigate({ from: "/tune/tests" });
  const list = useQuery(
    trpc.testCase.list.queryOptions(
      { libraryId, page, pageSize, ...(text && { text }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.testCase.pathKey() });
  const { done, tell } = useUndo(refresh);
  const perform = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await refresh();
  };
  const importFile = (file: File | undefined) =>
    perform(async () => {
      if (!file) return;
      const read = await client.testCase.import.mutate({ libraryId, content: await textOf(file) });
      setProblems(read.problems);
      if (!read.problems.length) void message.success(texts.imported(format.number(read.taken)));
    });
  const takeLabels = () =>
    perform(async () => {
      const { taken } = await client.testCase.fromLabels.mutate({ libraryId });
      void message.success(texts.labelsTaken(format.number(taken)));
    });
  const exportFile = () => perform(async () => offer("test-set.csv", (await client.testCase.export.query({ libraryId })).replace(/^\uFEFF/, ""))); // prettier-ignore
  const remove = ({ id, question }: Case) =>
    perform(async () => {
      const cases = await client.testCase.remove.mutate({ libraryId, ids: [id] });
      if (!cases.length) return;
      await tell(texts.removed(question), () => client.testCase.restore.mutate({ libraryId, cases }));
    });
  const { data } = list;
  const all = data ? data.counts.answer + data.counts.refuse : 0;
  return (
    <section className="card" aria-labelledby="cases">
      <div className="card-head">
        <h2 id="cases">{texts.cases}</h2>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={texts.import}
        accept=".csv,.tsv,.txt,.json,.jsonl"
        onChange={({ target }) => {
          void importFile(target.files?.[0]);
          target.value = "";
        }}
      />
      <div className="test-tools">
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>
          {texts.add}
        </Button>
        <Button onClick={() => input.current?.click()}>{texts.import}</Button>
        <Button onClick={() => void takeLabels()}>{texts.fromLabels}</Button>
        {all > 0 && <Button onClick={() => void exportFile()}>{texts.export}</Button>}
        {all > 0 && (
          <Input
            className="test-filter"
            prefix={<SearchOutlined aria-hidden />}
            aria-label={texts.filter}
            placeholder={texts.filter}
            value={text}
            maxLength={200}
            allowClear
            onChange={({ target }) =>
              void navigate({ search: { ...view, text: target.value || undefined, page: undefined }, replace: true })
            }
          />
        )}
      </div>
      {problems.length > 0 && (
        <LineProblems
          problems={problems.map(({ line, problem, found = "" }) => ({ line, said: texts.problems[problem](found) }))}
          onClose={() => setProblems([])}
        />
      )}
      <UndoBar done={done} />
      <QueryState query={list} />
      {data && data.items.length === 0 && (
        <Empty title={all ? texts.noneFound : texts.emptyTitle} {...(!all && { text: texts.emptyText })} />
      )}
      <ul className="test-cases" aria-label={texts.cases}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{one.question}</strong>
              <p className="quiet">{asked(one)}</p>
            </div>
            {one.source !== "typed" && (
              <Tag {...(one.source === "feedback" && { color: "blue" })}>{texts.sources[one.source]}</Tag>
            )}
            <Tag>{one.mustRefuse ? texts.mustRefuse : texts.mustAnswer}</Tag>
            <Button
              type="text"
              icon={<EditOutlined aria-hidden />}
              aria-label={texts.edit(one.question)}
              onClick={() => setEditing(one)}
            />
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={texts.remove(one.question)}
              onClick={() => void remove(one)}
            />
          </li>
        ))}
      </ul>
      {data && (
        <Pager
          page={page}
          pageSize={pageSize}
          total={data.total}
          totalText={texts.total(format.number(data.total))}
          onPage={(next) => void navigate({ search: { ...view, page: next } })}
        />
      )}
      {editing && (
        <CaseDialog
          libraryId={libraryId}
          edited={editing === "new" ? undefined : editing}
          onDone={() => {
            setEditing(null);
            void refresh();
          }}
        />
      )}
    </section>
  );

  function asked({ mustFind, mustSay }: Case): string {
    const finds = mustFind.map(({ title, quote }) =>
      title === null ? texts.hiddenDocument : texts.finds(texts.wanted(title, quote ?? null)),
    );
    return format.list([...finds, ...mustSay.map((words) => texts.says(words))]);
  }
}
