/** A parsed JSON value; numbers are kept as they were written. */
export type Json = string | boolean | null | Json[] | JsonRecord;
export interface JsonRecord {
  [key: string]: Json;
}

export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isScalar(value: Json | undefined): value is string | boolean | null {
  return typeof value !== "object" || value === null;
}

/** What a person reads where the value stands alone; nothing for null. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value.trim();
  return Array.isArray(value) && value.every(isScalar)
    ? value.map(textOf).filter(Boolean).join(", ")
    : JSON.stringify(value);
}
