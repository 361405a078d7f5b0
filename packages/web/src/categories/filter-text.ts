import { useLanguage } from "../app/language.tsx";
import { useCategories } from "./use-categories.ts";

/** A filter, whether it comes from the address, from a trace or from a conversation. */
export interface AnyFilter {
  category?: readonly string[] | undefined;
  metadata?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A filter in words: "Travel · Region: China or Japan". Empty without one. */
export function useFilterText(filter: AnyFilter | null | undefined): string {
  const { t } = useLanguage();
  const categories = useCategories();
  const { colon } = t.categories;
  const { or, and, gone } = t.categories.filter;
  const names = (filter?.category ?? []).map((id) => categories.find((category) => category.id === id)?.name ?? gone);
  const values = Object.entries(filter?.metadata ?? {}).map(([name, values]) => `${name}${colon}${values.join(or)}`);
  return [...(names.length ? [names.join(or)] : []), ...values].join(and);
}
