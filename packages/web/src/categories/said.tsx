import { TagOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import "./categories.css";

/** The name of a document's category. */
export function CategoryTag({ name }: { name: string }) {
  const { t } = useLanguage();
  return (
    <span className="category-tag" title={t.categories.category}>
      <TagOutlined aria-hidden />{" "}
      <span className="unseen">
        {t.categories.category}
        {t.categories.colon}
      </span>
      {name}
    </span>
  );
}

/** What is said about a document or a passage: its category, and further values such as its author. */
export function Said({
  category,
  metadata,
}: {
  category?: string | null | undefined;
  metadata?: Record<string, string> | null | undefined;
}) {
  const { t } = useLanguage();
  const values = Object.entries(metadata ?? {});
  if (!category && values.length === 0) return null;
  return (
    <span className="said">
      {category && <CategoryTag name={category} />}
      {values.map(([name, value]) => (
        <span key={name} className="said-value">
          <b>
            {name}
            {t.categories.colon}
          </b>
          {value}
        </span>
      ))}
    </span>
  );
}
