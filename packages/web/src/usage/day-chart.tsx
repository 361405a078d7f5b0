import { Segmented } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { ChartBars } from "../ui/chart-bars.tsx";
import type { Report, Sums } from "./usage-view.ts";

/** Days as bars, by money, tokens or calls. */
export function DayChart({ report: { days, total } }: { report: Report }) {
  const { t, format } = useLanguage();
  const texts = t.usage.chart;
  const currencies = Object.entries(total.costs)
    .toSorted(([, a], [, b]) => b - a)
    .map(([currency]) => currency);
  const measures = [...currencies, "tokens", "calls"];
  const [wanted, setWanted] = useState<string>();
  const measure = measures.find((known) => known === wanted) ?? measures[0] ?? "tokens";
  const valueOf = (sums: Sums) => {
    if (measure === "tokens") return sums.tokens.input + sums.tokens.output;
    return measure === "calls" ? sums.calls : (sums.costs[measure] ?? 0);
  };
  const inWords = (value: number) =>
    currencies.includes(measure) ? format.money(value, measure) : format.number(value);
  const name = (value: string) => (value === "tokens" ? texts.tokens : value === "calls" ? texts.calls : value);
  return (
    <ChartBars
      title={texts.title}
      days={days.map(({ day }) => day)}
      inWords={inWords}
      series={[{ name: name(measure), tone: "amount", values: days.map(valueOf) }]}
      extra={
        <Segmented
          size="small"
          aria-label={texts.measure}
          value={measure}
          onChange={setWanted}
          options={measures.map((value) => ({ value, label: name(value) }))}
        />
      }
    />
  );
}
