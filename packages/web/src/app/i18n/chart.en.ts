import type { ChartTexts } from "./chart.zh.ts";

export const chartEn = {
  day: "Day",
  table: "Show as a table",
  most: (value) => `Highest: ${value}`,
  nothing: "none",
  pair: (name, value) => `${name} ${value}`,
  at: (day, parts) => `${day}: ${parts}`,
  between: ", ",
} satisfies ChartTexts;
