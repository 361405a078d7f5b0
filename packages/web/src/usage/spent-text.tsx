import { useLanguage } from "../app/language.tsx";
import { noticeText, useNotices } from "./notices.ts";

/** That a budget is spent, when it opens again, and whom to ask. */
export function SpentText() {
  const { t, format } = useLanguage();
  const data = useNotices();
  const [notice] = data?.notices.toSorted((a, b) => b.share - a.share) ?? [];
  if (!data || !notice) return t.problems["budget.spent"];
  // what is left is too little for one more call
  return noticeText(t, format, { ...notice, share: 1 }, data.administrators);
}
