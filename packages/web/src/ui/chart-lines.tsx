import { ChartFrame, type ChartProps } from "./chart-frame.tsx";

/** Days as lines, one for each series, broken where there is nothing to tell. */
export function ChartLines(props: ChartProps) {
  const { series } = props;
  const highest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const scale = 94 / Math.max(highest, Number.MIN_VALUE);
  return (
    <ChartFrame {...props} highest={highest}>
      {series.map(({ name, tone, values }) => (
        <path key={name} className={`chart-line chart-line-${tone}`} d={pathOf(values, scale)} />
      ))}
    </ChartFrame>
  );
}

/** A day between two without anything is a line without length, which is drawn as a dot. */
function pathOf(values: readonly (number | null)[], scale: number): string {
  return values
    .map((value, day) => {
      if (value === null) return "";
      const point = `${day + 0.5} ${98 - value * scale}`;
      return values[day - 1] == null ? `M${point}L${point}` : `L${point}`;
    })
    .join("");
}
