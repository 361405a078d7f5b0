import type { BudgetPeriod } from "./usage.sql.ts";

export interface Span {
  start: Date;
  /** The first moment that is not part of it any more. */
  end: Date;
}

/** The day or calendar month around a moment, as the clocks of a time zone have it. */
export function periodAround(at: Date, period: BudgetPeriod, timeZone: string): Span {
  const { year, month, day } = dateIn(timeZone, at);
  if (period === "day")
    return { start: midnight(timeZone, year, month, day), end: midnight(timeZone, year, month, day + 1) };
  return { start: midnight(timeZone, year, month, 1), end: midnight(timeZone, year, month + 1, 1) };
}

/** Whether this machine knows such a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Parts of the date there; months from 1. */
export function dateIn(timeZone: string, at: Date): { year: number; month: number; day: number } {
  const { year, month, day } = partsIn(timeZone, at);
  return { year, month, day };
}

/** When a day begins there. Where clocks are put forward at midnight, it begins with the first moment of that date. */
export function midnight(timeZone: string, year: number, month: number, day: number): Date {
  const wanted = Date.UTC(year, month - 1, day);
  let guess = wanted;
  // the second time with the difference from UTC of that moment, not of a moment hours away
  for (let round = 0; round < 2; round++) guess = wanted - differenceIn(timeZone, new Date(guess));
  return new Date(guess);
}

function differenceIn(timeZone: string, at: Date): number {
  const { year, month, day, hour, minute, second } = partsIn(timeZone, at);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(timeZone: string, at: Date) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const found = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: string) => found[name] ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}
