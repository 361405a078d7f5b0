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
  const { nearly, spent } = t.usage.notice;
  const whose = whoseOf(t, notice);
  const first = notice.share >= 1 ? spent(whose) : nearly(whose, format.percent(notice.share));
  return inAll(t, format, [first, afterwards(t, format, notice, notice.share >= 1)], administrators);
}

/** The same for a question that was not answered: what is left may be too little for one more call. */
export function refusalText(t: Texts, format: Formats, notice: Notice, administrators: readonly string[]): string {
  const { tooLittle, spent } = t.usage.notice;
  const first = (notice.share >= 1 ? spent : tooLittle)(whoseOf(t, notice));
  return inAll(t, format, [first, afterwards(t, format, notice, true)], administrators);
}

function whoseOf(t: Texts, { subject, period }: Notice): string {
  return t.usage.notice.whose[subject][period];
}

function afterwards(t: Texts, format: Formats, { model, opensAt }: Notice, spent: boolean): string {
  const texts = t.usage.notice;
  const moment = format.moment(opensAt);
  if (model === null) return spent ? texts.stops(moment) : texts.willStop(moment);
  return spent ? texts.cheaper(model, moment) : texts.willCheaper(model);
}

function inAll(t: Texts, format: Formats, sentences: string[], administrators: readonly string[]): string {
  const { ask, space } = t.usage.notice;
  return [...sentences, ...(administrators.length ? [ask(format.list(administrators))] : [])].join(space);
}
