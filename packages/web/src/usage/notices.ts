import { useQuery } from "@tanstack/react-query";
import type { Formats } from "../app/format.ts";
import type { Texts } from "../app/i18n/zh.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Notices = Outputs["budget"]["notices"];
export type Notice = Notices["notices"][number];

const askAgainMs = 60_000;

/** The budgets of whoever looks that are nearly spent, and who can give more. Asked for again every minute. */
export function useNotices() {
  return useQuery(useTRPC().budget.notices.queryOptions(undefined, { refetchInterval: askAgainMs, staleTime: 0 })).data;
}

/** How much is spent, what happens then, and whom to ask. */
export function noticeText(t: Texts, format: Formats, notice: Notice, administrators: readonly string[]): string {
  const texts = t.usage.notice;
  const { share, subject, period, model } = notice;
  const whose = texts.whose[subject][period];
  const moment = format.moment(notice.opensAt);
  const spent = share >= 1;
  const parts = [
    spent ? texts.spent(whose) : texts.nearly(whose, format.percent(share)),
    afterwards(t, { model, moment, spent }),
    administrators.length > 0 && texts.ask(format.list(administrators)),
  ];
  return parts.filter((part) => part !== false).join(t.usage.notice.space);
}

function afterwards(
  t: Texts,
  { model, moment, spent }: { model: string | null; moment: string; spent: boolean },
): string {
  const texts = t.usage.notice;
  if (model === null) return spent ? texts.stops(moment) : texts.willStop(moment);
  return spent ? texts.cheaper(model, moment) : texts.willCheaper(model);
}
