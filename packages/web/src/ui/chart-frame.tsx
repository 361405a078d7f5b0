import { useId, useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import "./chart.css";

export interface Series {
  name: string;
  /** Names its colour, e.g. "answer". */
  tone: string;
  /** One for each day; null where there is nothing to tell. */
  values: readonly (number | null)[];
}

export interface ChartProps {
  title: string;
  help?: string;
  days: readonly string[];
  series: readonly Series[];
  /** Stands beside the title, to choose what is shown. */
  extra?: ReactNode;
  /** A value in words, with its unit. */
  inWords: (value: number) => string;
}

interface ChartFrameProps extends ChartProps {
  /** What the top of the chart stands for. */
  highest: number;
  /** The drawing, 100 units high and a unit wide for each day. */
  children: ReactNode;
}

/** A picture of some days: what its colours mean, the day that is pointed at in words, and the same as a table. */
export function ChartFrame({ title, help, extra, days, series, inWords, highest, children }: ChartFrameProps) {
  const { t, format } = useLanguage();
  const texts = t.chart;
  const id = useId();
  const [at, setAt] = useState<number>();
  const dayText = (index: number) => format.day(`${days[index]}T12:00:00`);
  const pointed = at === undefined || at >= days.length ? undefined : at;
  const said = pointed === undefined ? texts.most(inWords(highest)) : textOf(pointed);
  function textOf(index: number) {
    const parts = series.flatMap(({ name, values }) => {
      const value = values[index];
      return value ? [texts.pair(name, inWords(value))] : [];
    });
    return texts.at(dayText(index), parts.join(texts.between) || texts.nothing);
  }
  return (
    <section className="card chart" aria-labelledby={id}>
      <div className="card-head chart-head">
        <div>
          <h2 id={id}>{title}</h2>
          {help && <p>{help}</p>}
        </div>
        {extra}
      </div>
      {series.length > 1 && (
        <ul className="chart-legend">
          {series.map(({ name, tone }) => (
            <li key={name}>
              <span className={`chart-key chart-${tone}`} aria-hidden />
              {name}
            </li>
          ))}
        </ul>
      )}
      <p className="chart-said figures quiet" aria-hidden>
        {said}
      </p>
      <svg
        className="chart-drawing"
        viewBox={`0 0 ${days.length} 100`}
        preserveAspectRatio="none"
        aria-hidden
        onPointerMove={({ clientX, currentTarget }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          setAt(Math.max(0, Math.min(days.length - 1, Math.floor((days.length * (clientX - left)) / width))));
        }}
        onPointerLeave={() => setAt(undefined)}
      >
        {pointed !== undefined && <rect className="chart-day" x={pointed} y={0} width={1} height={100} />}
        {children}
      </svg>
      <p className="chart-edges quiet figures" aria-hidden>
        <span>{days.length > 0 && dayText(0)}</span>
        <span>{days.length > 1 && dayText(days.length - 1)}</span>
      </p>
      <ChartTable title={title} days={days.map((_, index) => dayText(index))} series={series} inWords={inWords} />
    </section>
  );
}

function ChartTable({ title, days, series, inWords }: Pick<ChartProps, "title" | "days" | "series" | "inWords">) {
  const texts = useLanguage().t.chart;
  return (
    <details className="chart-table">
      <summary>{texts.table}</summary>
      <div className="chart-scroll" role="group" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.day}</th>
              {series.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day, index) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                {series.map(({ name, values }) => (
                  <td key={name} className="figures">
                    {values[index] == null ? "–" : inWords(values[index])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
