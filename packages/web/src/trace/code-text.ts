import type { Texts } from "../app/i18n/zh.ts";

/** What a code in a trace means to people: what was left out, and why. The code itself where we have no words for it. */
export function codeText(t: Texts, code: string): string {
  const known: Record<string, string> = { ...t.problems, ...t.degraded, ...t.trace.codes };
  return known[code] ?? code;
}
