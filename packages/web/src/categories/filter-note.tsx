import { FilterOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { useFilterText, type AnyFilter } from "./filter-text.ts";
import "./categories.css";

/** Says that only a part was looked at, and which. */
export function FilterNote({ filter }: { filter: AnyFilter }) {
  const { t } = useLanguage();
  return (
    <span className="filter-note">
      <FilterOutlined aria-hidden />
      <span>{t.categories.filter.searchedOnly(useFilterText(filter))}</span>
    </span>
  );
}
