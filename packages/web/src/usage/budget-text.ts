import type { Texts } from "../app/i18n/zh.ts";
import type { Inputs } from "../app/trpc.ts";
import type { Budget } from "./usage-view.ts";

/** Whose a budget is, and for how long it lasts. */
export function subjectText(t: Texts, { subject, name, period }: Pick<Budget, "subject" | "name" | "period">): string {
  const { subjects, periods } = t.usage.budgets;
  return `${name ?? subjects[subject]} · ${periods[period]}`;
}

/** What makes such a budget again. */
export function inputOf(budget: Budget): Inputs["budget"]["add"] {
  const { subject, groupId, userId, period, timeZone, tokensMax, costMax, currency, modelId } = budget;
  return {
    subject: toSubject(subject, groupId ?? "", userId ?? ""),
    period,
    timeZone,
    tokensMax,
    costMax,
    currency,
    modelId,
  };
}

export function toSubject(
  type: Budget["subject"],
  groupId: string,
  userId: string,
): Inputs["budget"]["add"]["subject"] {
  switch (type) {
    case "group":
      return { type, groupId };
    case "person":
      return { type, userId };
    case "company":
    case "everyone":
      return { type };
  }
}
