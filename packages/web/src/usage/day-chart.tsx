import { Segmented } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
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
  const most = Math.max(1, ...days.map(valueOf));
  const edge = (day: string | undefined) => day && format.day(`${day}T12:00:00`);
  return (
    <section className="card" aria-labelledby="usage-days">
      <div className="card-head usage-head">
        <div>
          <h2 id="usage-days">{texts.title}</h2>
          <p className="figures">{texts.most(inWords(Math.max(...days.map(valueOf))))}</p>
        </div>
        <Segmented
          size="small"
          aria-label={texts.measure}
          value={measure}
          onChange={setWanted}
          options={measures.map((value) => ({
            value,
            label: value === "tokens" ? texts.tokens : value === "calls" ? texts.calls : value,
          }))}
        />
      </div>
      <ol className="day-chart" aria-label={texts.title}>
        {days.map((sums) => {
          const words = texts.day(format.day(`${sums.day}T12:00:00`), inWords(valueOf(sums)));
          return (
            <li key={sums.day} title={words}>
              <span className="unseen">{words}</span>
              <span className="day-bar" aria-hidden style={{ height: `${(100 * valueOf(sums)) / most}%` }} />
            </li>
          );
        })}
      </ol>
      <p className="day-edges quiet figures" aria-hidden>
        <span>{edge(days[0]?.day)}</span>
        <span>{edge(days.at(-1)?.day)}</span>
      </p>
    </section>
  );
}
