import { DownloadOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, DatePicker, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Pager } from "../ui/pager.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { AuditLine } from "./audit-line.tsx";

interface Filter {
  actorId?: string;
  kind?: string;
  from?: string;
  to?: string;
}

const pageSize = 50;

/** Who did what and when: a page at a time, by person, kind and date, and as a file. */
export function AuditSection() {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const [filter, setFilter] = useState<Filter>({});
  const [page, setPage] = useState(1);
  const people = useQuery(trpc.user.list.queryOptions()).data ?? [];
  const log = useQuery(trpc.audit.list.queryOptions({ ...filter, page }, { placeholderData: keepPreviousData }));
  const words = t.accounts.audit;
  const narrow = (more: { [key in keyof Filter]: Filter[key] | undefined }) => {
    const next = { ...filter, ...more };
    setFilter(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)));
    setPage(1);
  };
  return (
    <section className="card">
      <div className="card-head people-head">
        <div>
          <h2>{words.title}</h2>
          <p>{words.lead}</p>
        </div>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={`/api/audit?${new URLSearchParams({ ...filter })}`}
          download
        >
          {words.file}
        </Button>
      </div>
      <div className="audit-filters">
        <Select
          aria-label={words.person}
          value={filter.actorId ?? ""}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(value) => narrow({ actorId: value || undefined })}
          options={[
            { value: "", label: words.everybody },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Select
          aria-label={words.kind}
          value={filter.kind ?? ""}
          onChange={(value) => narrow({ kind: value || undefined })}
          options={[
            { value: "", label: words.everything },
            ...Object.entries({ ...words.kinds, ...t.audit.kinds }).map(([value, label]) => ({ value, label })),
          ]}
        />
        <DatePicker.RangePicker
          aria-label={words.dates}
          allowEmpty={[true, true]}
          onChange={(range) =>
            narrow({
              from: range?.[0]?.startOf("day").toISOString(),
              to: range?.[1]?.add(1, "day").startOf("day").toISOString(),
            })
          }
        />
      </div>
      <QueryState query={log} rows={6} />
      {log.data?.entries.length === 0 && <p className="quiet">{words.none}</p>}
      <ul className="people">
        {log.data?.entries.map((entry) => (
          <AuditLine key={entry.id} entry={entry} people={people} />
        ))}
      </ul>
      <Pager
        page={page}
        pageSize={pageSize}
        total={log.data?.total ?? 0}
        totalText={words.total(format.number(log.data?.total ?? 0))}
        onPage={setPage}
      />
      <p className="audit-keep">
        <Link to="/settings" search={{ section: "retention" }}>
          {t.company.retention.elsewhere}
        </Link>
      </p>
    </section>
  );
}
