import { BranchesOutlined, PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, Select, Skeleton } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { Pager } from "../ui/pager.tsx";
import { ActionTag } from "./action-tag.tsx";
import { ExampleFiles } from "./example-files.tsx";
import { ImportReport, type Imported } from "./import-report.tsx";
import { IntentRow } from "./intent-row.tsx";
import { actionTypes, type IntentsView } from "./intents-view.ts";
import { NewIntent } from "./new-intent.tsx";

const pageSize = 25;

/** The intents of the company: found, made, brought in from files, and opened. */
export function IntentList() {
  const { t, format } = useLanguage();
  const view = useSearch({ from: "/desk/keepers/tune/intents" });
  const { text = "", action, page = 1 } = view;
  const navigate = useNavigate({ from: "/tune/intents" });
  const setView = (search: IntentsView) => void navigate({ search, replace: true });
  const [creating, setCreating] = useState(false);
  const [imported, setImported] = useState<Imported | null>(null);
  const list = useQuery(
    useTRPC().intent.list.queryOptions(
      { text, ...(action && { action }), from: (page - 1) * pageSize, limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const { data } = list;
  return (
    <section className="card" aria-labelledby="intent-list">
      <div className="intents-card-head">
        <h2 id="intent-list">{t.intents.list.title}</h2>
        <div className="intents-actions">
          <ExampleFiles nothingToExport={!data?.all} onImported={setImported} />
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>
            {t.intents.list.create}
          </Button>
        </div>
      </div>
      {creating && <NewIntent onClose={() => setCreating(false)} />}
      {imported && <ImportReport imported={imported} onClose={() => setImported(null)} />}
      {(data?.all ?? 0) > 0 && (
        <div className="intents-filter">
          <Input
            prefix={<SearchOutlined aria-hidden />}
            aria-label={t.intents.list.filter}
            placeholder={t.intents.list.filter}
            value={text}
            maxLength={200}
            allowClear
            onChange={({ target }) =>
              setView({ ...(action && { action }), ...(target.value && { text: target.value }) })
            }
          />
          <Select
            aria-label={t.intents.list.filterAction}
            placeholder={t.intents.list.anyAction}
            value={action ?? null}
            allowClear
            options={actionTypes.map((value) => ({ value, label: <ActionTag action={value} /> }))}
            onChange={(value) => setView({ ...(text && { text }), ...(value && { action: value }) })}
          />
        </div>
      )}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {data?.all === 0 && (
        <Empty
          icon={<BranchesOutlined aria-hidden />}
          title={t.intents.list.emptyTitle}
          text={t.intents.list.emptyText}
          action={<Button onClick={() => setCreating(true)}>{t.intents.list.create}</Button>}
        />
      )}
      {data && data.all > 0 && data.total === 0 && (
        <Empty
          title={t.intents.list.nothingFound}
          action={<Button onClick={() => setView({})}>{t.intents.list.showAll}</Button>}
        />
      )}
      {data && data.items.length > 0 && (
        <ul className="intent-rows" aria-label={t.intents.list.title}>
          {data.items.map((intent) => (
            <IntentRow key={intent.id} intent={intent} />
          ))}
        </ul>
      )}
      {data && (
        <Pager
          page={page}
          pageSize={pageSize}
          total={data.total}
          totalText={t.intents.list.total(format.number(data.total))}
          onPage={(next) => setView({ ...view, page: next })}
        />
      )}
    </section>
  );
}
