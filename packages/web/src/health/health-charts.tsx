import { tiers } from "@docent/core/chat/citation";
import { useLanguage } from "../app/language.tsx";
import { ChartBars } from "../ui/chart-bars.tsx";
import { ChartLines } from "../ui/chart-lines.tsx";
import { durationText, type Report } from "./health-view.ts";

/** The days as pictures. */
export function HealthCharts({ report: { days, total } }: { report: Report }) {
  const { t, format } = useLanguage();
  const texts = t.health.charts;
  if (days.length < 2) return null;
  const at = days.map(({ day }) => day);
  const n = format.number;
  const duration = (value: number) => durationText(t, format, value);
  const currencies = Object.keys(total.costs ?? {});
  return (
    <>
      <ChartBars
        title={texts.tiers}
        help={texts.tiersHelp}
        days={at}
        inWords={n}
        series={[
          ...tiers.map((tier) => ({
            name: t.trace.tiers[tier],
            tone: tier,
            values: days.map((day) => day.tiers[tier]),
          })),
          ...(total.stopped ? [{ name: texts.stopped, tone: "stopped", values: days.map((day) => day.stopped) }] : []),
          ...(total.failed ? [{ name: texts.failed, tone: "failed", values: days.map((day) => day.failed) }] : []),
        ]}
      />
      <div className="health-pair">
        {(["first", "whole"] as const).map((name) => (
          <ChartLines
            key={name}
            title={texts[name]}
            help={texts[`${name}Help`]}
            days={at}
            inWords={duration}
            series={[
              { name: texts.half, tone: "half", values: days.map((day) => day[name]?.half ?? null) },
              { name: texts.p95, tone: "most", values: days.map((day) => day[name]?.most ?? null) },
            ]}
          />
        ))}
        {total.thumbs.up + total.thumbs.down > 0 && (
          <ChartBars
            title={texts.thumbs}
            days={at}
            inWords={n}
            series={[
              { name: texts.up, tone: "up", values: days.map(({ thumbs }) => thumbs.up) },
              { name: texts.down, tone: "down", values: days.map(({ thumbs }) => thumbs.down) },
            ]}
          />
        )}
        {currencies.map((currency) => (
          <ChartBars
            key={currency}
            title={texts.cost(currency)}
            days={at}
            inWords={(value) => format.money(value, currency)}
            series={[{ name: currency, tone: "amount", values: days.map(({ costs }) => costs?.[currency] ?? 0) }]}
          />
        ))}
      </div>
    </>
  );
}
