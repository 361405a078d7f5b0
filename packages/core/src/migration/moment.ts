/** The predecessor's clock: what it writes without a zone is China's time. */
const zone = "+08:00";
const yearFirst = Date.UTC(2015, 0);

/** A moment as the predecessor writes them: `2024-05-01 12:30:00`, ISO, or seconds or milliseconds since 1970. */
export function momentOf(value: unknown): Date | undefined {
  const date =
    typeof value === "number" || /^\d{9,14}(?:\.\d+)?$/.test(String(value)) ? ofNumber(Number(value)) : ofText(value);
  return date && date.getTime() >= yearFirst && date.getTime() < Date.UTC(2100, 0) ? date : undefined;
}

function ofNumber(value: number): Date {
  return new Date(value < 1e11 ? value * 1000 : value);
}

function ofText(value: unknown): Date | undefined {
  if (typeof value !== "string") return undefined;
  const [, day, time = "00:00:00", zoned = zone] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(value.trim()) ?? [];
  const date = day ? new Date(`${day}T${time}${zoned}`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
