import { Alert } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { recall, remember } from "../app/preference.ts";
import { noticeText, useNotices, type Notice } from "./notices.ts";
import "./budget-notice.css";

/** A quiet line about a budget that is nearly spent; whoever has closed it sees it again in the next period, or when it is spent. */
export function BudgetNotice() {
  const { t, format } = useLanguage();
  const data = useNotices();
  const [, setClosed] = useState(0);
  const notice = data?.notices.toSorted((a, b) => b.share - a.share).find((one) => recall(nameOf(one)) === null);
  if (!data || !notice) return null;
  return (
    <Alert
      className="budget-notice"
      banner
      role="status"
      type={notice.share >= 1 ? "warning" : "info"}
      title={noticeText(t, format, notice, data.administrators)}
      closable={{
        "aria-label": t.usage.notice.close,
        onClose: () => {
          remember(nameOf(notice), "1");
          setClosed((count) => count + 1);
        },
      }}
    />
  );
}

function nameOf({ id, opensAt, share }: Notice) {
  return `notice.${id}.${opensAt}.${share >= 1 ? "spent" : "nearly"}` as const;
}
