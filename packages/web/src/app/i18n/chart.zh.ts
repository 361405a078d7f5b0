/** What every picture of days says. */
export const chartZh = {
  day: "日期",
  table: "用表格查看",
  most: (value: string) => `最高 ${value}`,
  nothing: "无",
  pair: (name: string, value: string) => `${name} ${value}`,
  at: (day: string, parts: string) => `${day}：${parts}`,
  between: "，",
};

export type ChartTexts = typeof chartZh;
