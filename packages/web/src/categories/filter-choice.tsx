import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Popover, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import type { Filter } from "../ask/live-runs.ts";
import { useFilterText } from "./filter-text.ts";
import "./categories.css";

interface FilterChoiceProps {
  value: Filter | null;
  /** Values that documents of these libraries have; of all when absent. */
  libraryIds?: string[] | undefined;
  onChange: (filter: Filter | null) => void;
}

/** What a search is narrowed to. Absent where nothing is said about any document. */
export function FilterChoice({ value, libraryIds, onChange }: FilterChoiceProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const said = useFilterText(value);
  const facets = useQuery(
    useTRPC().library.facets.queryOptions({ ...(libraryIds && { libraryIds }) }, { staleTime: 60_000 }),
  );
  const offered = facets.data && (facets.data.categories.length > 0 || facets.data.metadata.length > 0);
  if (!value && !offered) return null;
  return (
    <span className={value ? "filter-choice on" : "filter-choice"}>
      <Popover
        trigger="click"
        placement="topLeft"
        title={t.categories.filter.title}
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        // next to its button also for those who come by keyboard
        getPopupContainer={(button) => button.parentElement ?? document.body}
        content={<FilterFields value={value} libraryIds={libraryIds} onChange={onChange} />}
      >
        <Button
          className="filter-open"
          size="small"
          type="text"
          icon={<FilterOutlined aria-hidden />}
          aria-expanded={open}
          aria-label={value ? t.categories.filter.selected(said) : t.categories.filter.action}
          title={value ? t.categories.filter.only(said) : t.categories.filter.help}
        >
          {value ? said : t.categories.filter.action}
        </Button>
      </Popover>
      {value && (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t.categories.filter.clear}
          title={t.categories.filter.clear}
          onClick={() => onChange(null)}
        />
      )}
    </span>
  );
}

function FilterFields({ value, libraryIds, onChange }: FilterChoiceProps) {
  const { t, format } = useLanguage();
  const facets = useQuery(useTRPC().library.facets.queryOptions({ ...(libraryIds && { libraryIds }) }));
  const { option } = t.categories.filter;
  const categories = facets.data?.categories ?? [];
  const metadata = value?.metadata ?? {};
  const change = (category: string[] | undefined, metadata: Record<string, string[]>) => {
    const named = Object.keys(metadata).length > 0;
    const filter = { ...(category?.length && { category }), ...(named && { metadata }) };
    onChange(category?.length || named ? filter : null);
  };
  return (
    <div className="filter-fields">
      <p>{t.categories.filter.help}</p>
      {facets.isError && <p role="alert">{t.categories.filter.failed}</p>}
      {categories.length > 0 && (
        <Field
          label={t.categories.category}
          value={value?.category ?? []}
          options={categories.map(({ id, name, documents }) => ({
            value: id,
            label: option(name, format.number(documents)),
          }))}
          onChange={(ids) => change(ids, metadata)}
        />
      )}
      {facets.data?.metadata.map(({ name, values }) => (
        <Field
          key={name}
          label={name}
          value={metadata[name] ?? []}
          options={values.map(({ value, documents }) => ({ value, label: option(value, format.number(documents)) }))}
          onChange={(chosen) => {
            const { [name]: _, ...others } = metadata;
            change(value?.category, chosen.length ? { ...others, [name]: chosen } : others);
          }}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string[];
  options: { value: string; label: string }[];
  onChange: (values: string[]) => void;
}

function Field({ label, value, options, onChange }: FieldProps) {
  const { t } = useLanguage();
  return (
    <label>
      <span>{label}</span>
      <Select
        mode="multiple"
        allowClear
        aria-label={label}
        placeholder={t.categories.filter.any}
        value={value}
        options={options}
        showSearch={{ optionFilterProp: "label" }}
        onChange={onChange}
      />
    </label>
  );
}
