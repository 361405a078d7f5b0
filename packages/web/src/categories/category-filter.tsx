import { Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useCategories } from "./use-categories.ts";
import "./categories.css";

interface CategoryFilterProps {
  /** A category's id, or "none" for documents without one. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** Shows the documents of one category alone. Absent where there are none to choose from. */
export function CategoryFilter({ value, onChange }: CategoryFilterProps) {
  const { t } = useLanguage();
  const categories = useCategories();
  if (categories.length === 0 && value === undefined) return null;
  return (
    <Select
      className="category-filter"
      allowClear
      aria-label={t.categories.category}
      placeholder={t.categories.all}
      value={value ?? null}
      options={[
        ...categories.map(({ id, name }) => ({ value: id, label: name })),
        { value: "none", label: t.categories.without },
      ]}
      showSearch={{ optionFilterProp: "label" }}
      onChange={(next: string | undefined) => onChange(next)}
    />
  );
}
