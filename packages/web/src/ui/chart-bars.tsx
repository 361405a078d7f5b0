import { ChartFrame, type ChartProps } from "./chart-frame.tsx";

/** Days as bars, each with its series on top of one another, the first at the bottom. */
export function ChartBars(props: ChartProps) {
  const { days, series } = props;
  const sums = days.map((_, day) => series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0));
  const highest = Math.max(0, ...sums);
  const scale = 98 / Math.max(highest, Number.MIN_VALUE);
  return (
    <ChartFrame {...props} highest={highest}>
      {days.map((day, at) => {
        let below = 0;
        return series.map(({ name, tone, values }) => {
          const value = values[at] ?? 0;
          below += value;
          if (!value) return null;
          return (
            <rect
              key={`${day} ${name}`}
              className={`chart-${tone}`}
              x={at + 0.12}
              y={100 - below * scale}
              width={0.76}
              height={value * scale}
            />
          );
        });
      })}
    </ChartFrame>
  );
}
