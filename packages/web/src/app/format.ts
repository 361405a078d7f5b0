import type { Language } from "./i18n/languages.ts";

const locale = { zh: "zh-CN", en: "en-GB" } as const satisfies Record<Language, string>;

/** Numbers, sizes and moments as people of that language write them. */
export function formatsFor(language: Language) {
  const number = new Intl.NumberFormat(locale[language]);
  const decimal = new Intl.NumberFormat(locale[language], { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale[language], { style: "percent" });
  const score = new Intl.NumberFormat(locale[language], { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const moment = new Intl.DateTimeFormat(locale[language], { dateStyle: "medium", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(locale[language], { dateStyle: "medium" });
  const list = new Intl.ListFormat(locale[language], { type: "conjunction" });
  const relative = new Intl.RelativeTimeFormat(locale[language], { numeric: "auto", style: "short" });
  return {
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    decimal: (value: number) => decimal.format(value),
    score: (value: number) => score.format(value),
    seconds: (milliseconds: number) =>
      milliseconds < 50 ? `< ${decimal.format(0.1)}` : decimal.format(milliseconds / 1000),
    moment: (iso: string) => moment.format(new Date(iso)),
    day: (iso: string) => day.format(new Date(iso)),
    ago: (iso: string, now: number) => ago({ relative, day, justNow: justNow[language] }, new Date(iso), now),
    list: (words: readonly string[]) => list.format(words),
    bytes: (bytes: number) => bytesIn(locale[language], bytes),
    money: (millionths: number, currency: string) => moneyIn(locale[language], millionths / 1_000_000, currency),
  };
}
export type Formats = ReturnType<typeof formatsFor>;

// Intl would say "此刻" and "this minute"
const justNow = { zh: "刚刚", en: "just now" } as const satisfies Record<Language, string>;

interface Ago {
  relative: Intl.RelativeTimeFormat;
  day: Intl.DateTimeFormat;
  justNow: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Near moments relative to now, far ones as a date. */
function ago({ relative, day, justNow }: Ago, moment: Date, now: number): string {
  const passed = Math.max(0, now - moment.getTime());
  if (passed < minuteMs) return justNow;
  if (passed < hourMs) return relative.format(-Math.floor(passed / minuteMs), "minute");
  if (passed < dayMs) return relative.format(-Math.floor(passed / hourMs), "hour");
  if (passed < 7 * dayMs) return relative.format(-Math.floor(passed / dayMs), "day");
  return day.format(moment);
}

/** With as many digits as tell something: an answer costs a fraction of a cent. */
function moneyIn(locale: string, amount: number, currency: string): string {
  const digits = amount !== 0 && amount < 1 ? { maximumSignificantDigits: 2 } : {};
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(amount);
}

const units = ["kilobyte", "megabyte", "gigabyte"] as const;

function bytesIn(locale: string, bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3) - 1);
  const value = Math.max(bytes / 1000 ** (step + 1), 0.1);
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step] ?? "kilobyte",
    unitDisplay: "short",
    maximumFractionDigits,
  }).format(value);
}
