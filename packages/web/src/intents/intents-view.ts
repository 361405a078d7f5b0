import type { Outputs } from "../app/trpc.ts";

export type Intent = Outputs["intent"]["get"];

/** What the address says about the list of intents. */
export interface IntentsView {
  text?: string | undefined;
  action?: ActionType | undefined;
  page?: number | undefined;
}

/** What the address says about the examples of an intent. */
export type ExamplesView = Omit<IntentsView, "action">;

export const actionTypes = ["knowledge", "reply", "chat", "comfort", "handover", "tool"] as const;
export type ActionType = (typeof actionTypes)[number];

export function parseIntentsView(given: Record<string, unknown>): IntentsView {
  const action = actionTypes.find((known) => known === given["action"]);
  return { ...parseExamplesView(given), ...(action && { action }) };
}

export function parseExamplesView({ text, page }: Record<string, unknown>): ExamplesView {
  const filter = typeof text === "string" || typeof text === "number" ? String(text).slice(0, 200) : "";
  return {
    ...(filter && { text: filter }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}
