import { useQuery } from "@tanstack/react-query";
import { Checkbox, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { leftOut, searchLimit, type SearchTestView } from "../app/search-params.ts";
import { FilterChoice } from "../categories/filter-choice.tsx";
import { useTRPC } from "../app/trpc.ts";
import "./search-test.css";

interface SearchTestFormProps {
  view: SearchTestView;
  busy: boolean;
  onRun: (view: SearchTestView) => void;
}

/** The question, and where to look for how much. Runs with Enter, and at once when a setting changes. */
export function SearchTestForm({ view, busy, onRun }: SearchTestFormProps) {
  const { t } = useLanguage();
  const [text, setText] = useState(view.text ?? "");
  const libraries = useQuery(useTRPC().library.list.queryOptions());
  const { without = [] } = view;
  const run = (change: SearchTestView) => onRun({ ...view, text: text.trim() || undefined, ...change });
  return (
    <form className="search-test-form" role="search" onSubmit={(event) => event.preventDefault()}>
      <Input.Search
        autoFocus={!view.text}
        size="large"
        value={text}
        loading={busy}
        maxLength={8_000}
        enterButton={t.trace.searchTest.run}
        placeholder={t.trace.searchTest.placeholder}
        aria-label={t.trace.searchTest.question}
        onChange={(event) => setText(event.target.value)}
        onSearch={() => run({})}
      />
      <div className="search-test-settings">
        <label>
          <span>{t.trace.searchTest.libraries}</span>
          <Select
            mode="multiple"
            maxTagCount="responsive"
            aria-label={t.trace.searchTest.libraries}
            placeholder={t.trace.searchTest.allLibraries}
            value={view.in ?? []}
            options={(libraries.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            optionFilterProp="label"
            onChange={(ids) => run({ in: ids.length ? ids : undefined })}
          />
        </label>
        <FilterChoice
          value={view.filter ?? null}
          libraryIds={view.in}
          onChange={(filter) => run({ filter: filter ?? undefined })}
        />
        <label>
          <span>{t.trace.searchTest.limit}</span>
          <InputNumber
            min={searchLimit.least}
            max={searchLimit.most}
            changeOnBlur
            changeOnWheel={false}
            aria-label={t.trace.searchTest.limit}
            value={view.limit ?? searchLimit.usual}
            onChange={(limit) => run({ limit: limit === searchLimit.usual ? undefined : (limit ?? undefined) })}
          />
        </label>
        <div className="search-test-parts" role="group" aria-label={t.trace.searchTest.using}>
          <span>{t.trace.searchTest.using}</span>
          <Checkbox.Group
            options={leftOut.map((part) => ({ value: part, label: t.trace.searchTest.parts[part] }))}
            value={leftOut.filter((part) => !without.includes(part))}
            onChange={(used) => {
              const left = leftOut.filter((part) => !used.includes(part));
              run({ without: left.length ? left : undefined });
            }}
          />
        </div>
      </div>
    </form>
  );
}
