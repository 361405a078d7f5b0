import { SearchOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { offer } from "../ui/file-text.ts";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { FileButtons } from "./file-buttons.tsx";
import { StopWordChip } from "./stop-word-chip.tsx";
import { cellsIn, wordsIn } from "./word-lines.ts";

const filterFrom = 20;

/** Words that are not searched for. */
export function StopWordSection() {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.stopWord.list.queryOptions());
  const addWords = useMutation(trpc.stopWord.add.mutationOptions());
  const [typed, setTyped] = useState("");
  const [filter, setFilter] = useState("");
  const fail = (error: unknown) => void message.error(errorText(t, error));

  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.stopWord.list.queryKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.vocabulary.pathKey() }),
    ]);
  const { done, tell } = useUndo(refresh);
  const add = async (words: string[]) => {
    if (words.length === 0) return;
    try {
      const added = await addWords.mutateAsync({ words });
      setTyped("");
      if (added.length === 0) void message.info(t.words.nothingNew);
      else {
        const said = t.words.stops.added(named(added), format.number(added.length), added.length);
        await tell(said, () => client.stopWord.remove.mutate({ words: added }));
      }
    } catch (error) {
      fail(error);
    }
  };
  const named = (words: readonly string[]) => words.slice(0, 3).join(t.words.comma);

  const words = list.data?.map(({ word }) => word) ?? [];
  const shown = words.filter((word) => word.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <section className="card" aria-labelledby="stop-words">
      <div className="card-head words-section-head">
        <div>
          <h2 id="stop-words">{t.words.stops.title}</h2>
          <p>{t.words.stops.lead}</p>
        </div>
        <div className="words-actions">
          <FileButtons
            about={t.words.stops.title}
            busy={addWords.isPending}
            nothingToExport={words.length === 0}
            onImport={(file) => void add(cellsIn(file))}
            onExport={() => offer("stop-words.csv", words.map((word) => `${word}\r\n`).join(""))}
          />
        </div>
      </div>
      <UndoBar done={done} />
      <form
        className="stop-add"
        onSubmit={(event) => {
          event.preventDefault();
          void add(wordsIn(typed));
        }}
      >
        <Input
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          aria-label={t.words.stops.add}
          placeholder={t.words.stops.placeholder}
          maxLength={1_000}
        />
        <Button htmlType="submit" loading={addWords.isPending} disabled={!typed.trim()}>
          {t.words.stops.add}
        </Button>
      </form>
      {words.length >= filterFrom && (
        <Input
          className="words-filter"
          prefix={<SearchOutlined aria-hidden />}
          aria-label={t.words.stops.filter}
          placeholder={t.words.stops.filter}
          value={filter}
          allowClear
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      <QueryState query={list} />
      {list.data?.length === 0 && <Empty title={t.words.stops.empty} text={t.words.stops.emptyText} />}
      {words.length > 0 && shown.length === 0 && <p className="quiet">{t.words.nothingFound(filter)}</p>}
      {shown.length > 0 && (
        <ul className="stop-words" aria-label={t.words.stops.title}>
          {shown.map((word) => (
            <StopWordChip
              key={word}
              word={word}
              onChange={async (to) => {
                await client.stopWord.change.mutate({ word, to });
                await tell(t.words.stops.changed(word, to), () =>
                  client.stopWord.change.mutate({ word: to, to: word }),
                );
              }}
              onRemove={() =>
                client.stopWord.remove
                  .mutate({ words: [word] })
                  .then(
                    () => tell(t.words.stops.removed(word), () => client.stopWord.add.mutate({ words: [word] })),
                    fail,
                  )
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}
