import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Outputs } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { offer } from "../ui/file-text.ts";
import { LineProblems } from "../ui/line-problems.tsx";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { FileButtons } from "./file-buttons.tsx";
import { GroupEditor } from "./group-editor.tsx";
import { SynonymRow } from "./synonym-row.tsx";
import { wordProblem } from "./word-problem.ts";
import type { WordsView } from "./words-view.ts";

const pageSize = 50;

/** Groups of words that mean the same. */
export function SynonymSection() {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { text = "", page = 1 } = useSearch({ from: "/desk/keepers/tune/words" });
  const navigate = useNavigate({ from: "/tune/words" });
  const setView = (view: WordsView) => void navigate({ search: view, replace: true });
  const list = useQuery(
    trpc.synonym.list.queryOptions(
      { text, from: (page - 1) * pageSize, limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const bringIn = useMutation(trpc.synonym.import.mutationOptions());
  const [adding, setAdding] = useState(false);
  const [problems, setProblems] = useState<Outputs["synonym"]["import"]["problems"]>([]);

  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.synonym.list.queryKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.vocabulary.pathKey() }),
    ]);
  const { done, tell, forget } = useUndo(refresh);
  const add = async (words: string[]) => {
    const [group] = await client.synonym.add.mutate({ groups: [words] });
    if (!group) return;
    setAdding(false);
    await tell(t.words.synonyms.added(named(group.words)), () => client.synonym.remove.mutate({ ids: [group.id] }));
  };
  const importText = async (file: string) => {
    try {
      const { added, unchanged, problems: found } = await bringIn.mutateAsync({ text: file });
      setProblems(found);
      if (found.length) forget();
      else if (added.length) {
        const said = t.words.synonyms.imported(format.number(added.length), format.number(unchanged));
        await tell(said, () => client.synonym.remove.mutate({ ids: added.map(({ id }) => id) }));
      } else void message.info(t.words.nothingNew);
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const exportAll = async () => {
    try {
      offer("synonyms.csv", await client.synonym.export.query());
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const named = (words: readonly string[]) => words.slice(0, 3).join(t.words.comma);

  const { data } = list;
  return (
    <section className="card" aria-labelledby="synonyms">
      <div className="card-head words-section-head">
        <div>
          <h2 id="synonyms">{t.words.synonyms.title}</h2>
          <p>{t.words.synonyms.lead}</p>
        </div>
        <div className="words-actions">
          <FileButtons
            about={t.words.synonyms.title}
            busy={bringIn.isPending}
            nothingToExport={!data?.all}
            onImport={(file) => void importText(file)}
            onExport={() => void exportAll()}
          />
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t.words.synonyms.add}
          </Button>
        </div>
      </div>
      <UndoBar done={done} />
      {problems.length > 0 && (
        <LineProblems
          problems={problems.map(({ line, problem }) => ({ line, said: wordProblem(t, problem) }))}
          onClose={() => setProblems([])}
        />
      )}
      {adding && <GroupEditor words={[]} onSave={add} onCancel={() => setAdding(false)} />}
      {(data?.all ?? 0) > 0 && (
        <Input
          className="words-filter"
          prefix={<SearchOutlined aria-hidden />}
          aria-label={t.words.synonyms.filter}
          placeholder={t.words.synonyms.filter}
          value={text}
          maxLength={200}
          allowClear
          onChange={({ target }) => setView(target.value ? { text: target.value } : {})}
        />
      )}
      <QueryState query={list} />
      {data?.all === 0 && !adding && <Empty title={t.words.synonyms.empty} text={t.words.synonyms.emptyText} />}
      {data && data.all > 0 && data.total === 0 && <p className="quiet">{t.words.nothingFound(text)}</p>}
      {data && data.items.length > 0 && (
        <ul className="groups" aria-label={t.words.synonyms.title}>
          {data.items.map((group) => (
            <SynonymRow
              key={group.id}
              group={group}
              onChanged={(words) =>
                tell(t.words.synonyms.changed(named(words)), () =>
                  client.synonym.change.mutate({ id: group.id, words: group.words }),
                )
              }
              onRemoved={() =>
                tell(t.words.synonyms.removed(named(group.words)), () =>
                  client.synonym.add.mutate({ groups: [group.words] }),
                )
              }
            />
          ))}
        </ul>
      )}
      {data && (
        <Pager
          page={page}
          pageSize={pageSize}
          total={data.total}
          onPage={(next) => setView({ ...(text && { text }), page: next })}
        />
      )}
    </section>
  );
}
