import { useLanguage } from "../app/language.tsx";
import { refusalText, useNotices } from "./notices.ts";

/** That a budget is spent, when it opens again, and whom to ask. */
export function SpentText() {
  const { t, format } = useLanguage();
  const data = useNotices();
  const [notice] = data?.notices.toSorted((a, b) => b.share - a.share) ?? [];
  if (!data || !notice) return t.problems["budget.spent"];
  return refusalText(t, format, notice, data.administrators);
}
