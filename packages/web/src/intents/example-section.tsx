import { SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Input, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { Pager } from "../ui/pager.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { ExampleAdder } from "./example-adder.tsx";
import { ExampleRow } from "./example-row.tsx";
import type { ExamplesView, Intent } from "./intents-view.ts";
import { useExampleChanges } from "./use-example-changes.ts";
import { useIntentRefresh } from "./use-intent-refresh.ts";

const pageSize = 50;

/** The sentences that teach an intent: added a line each, found, worded differently and taken away. */
export function ExampleSection({ intent }: { intent: Intent }) {
  const { t, format } = useLanguage();
  const { text = "", page = 1 } = useSearch({ from: "/desk/keepers/tune/intents/$intentId" });
  const navigate = useNavigate({ from: "/tune/intents/$intentId" });
  const setView = (search: ExamplesView) => void navigate({ search, replace: true });
  const changes = useExampleChanges(useIntentRefresh());
  const list = useQuery(
    useTRPC().example.list.queryOptions(
      { intentId: intent.id, text, from: (page - 1) * pageSize, limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const { data } = list;
  return (
    <section className="card" aria-labelledby="examples">
      <div className="card-head">
        <h2 id="examples">{t.intents.examples.title}</h2>
        <p>{t.intents.examples.lead}</p>
      </div>
      <ExampleAdder onAdd={(texts) => changes.add(intent.id, texts)} />
      <UndoBar done={changes.done} />
      {intent.examples > 0 && (
        <div className="examples-tools">
          <Input
            prefix={<SearchOutlined aria-hidden />}
            aria-label={t.intents.examples.filter}
            placeholder={t.intents.examples.filter}
            value={text}
            maxLength={200}
            allowClear
            onChange={({ target }) => setView(target.value ? { text: target.value } : {})}
          />
          {data && <span className="quiet figures">{t.intents.examples.total(format.number(data.total))}</span>}
        </div>
      )}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {data?.total === 0 && !text && (
        <Empty title={t.intents.examples.emptyTitle} text={t.intents.examples.emptyText} />
      )}
      {data?.total === 0 && text && <p className="quiet">{t.intents.examples.nothingFound(text)}</p>}
      {data && data.items.length > 0 && (
        <ul className="example-rows" aria-label={t.intents.examples.title}>
          {data.items.map((example) => (
            <ExampleRow
              key={example.id}
              example={example}
              takesParameters={intent.action.type === "tool"}
              onChange={(change) => changes.change(example, change)}
              onRemove={() => changes.remove(example)}
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
