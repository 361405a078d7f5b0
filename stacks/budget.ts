/// <reference path="../.sst/platform/config.d.ts" />
import type { Stage } from "./stage";

/** Tells by mail when the month's bill of this stage nears what was meant. China has no such service for a tag. */
export function budget(stage: Stage) {
  const { alarmMail } = stage.own;
  if (!alarmMail || stage.china) return;
  const at = (threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    notificationType: threshold < 100 ? "FORECASTED" : "ACTUAL",
    subscriberEmailAddresses: [alarmMail],
  });
  new aws.budgets.Budget("Budget", {
    budgetType: "COST",
    limitAmount: String(stage.budget),
    limitUnit: "USD",
    timeUnit: "MONTHLY",
    costFilters: [{ name: "TagKeyValue", values: [`user:stage$${$app.stage}`] }],
    notifications: [at(80), at(100)],
  });
}
