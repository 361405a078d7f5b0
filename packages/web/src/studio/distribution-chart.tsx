import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { MeasureView } from "./cut-place.ts";

const height = 100;

interface DistributionChartProps {
  view: MeasureView;
  /** The handles of the cuts. */
  children: ReactNode;
}

/** How the values of both kinds of questions lie: those to answer stand up, those to refuse hang down. */
export function DistributionChart({ view: { measure, bins, answer, refuse }, children }: DistributionChartProps) {
  const { t, format } = useLanguage();
  // each kind by its own count: ten times as many of one kind do not flatten the other
  const tallest = Math.max(...bins.map((bin) => Math.max(bin.answer / (answer || 1), bin.refuse / (refuse || 1))));
  const lengthOf = (count: number, of: number) => (count / (of || 1) / (tallest || 1)) * (height - 4);
  const name = t.studio.names[measure] ?? measure;
  const kind = (kind: "answer" | "refuse", all: number) => {
    const nothing = all - bins.reduce((sum, bin) => sum + bin[kind], 0);
    return t.studio.chart.kind(t.studio.chart[kind], format.number(all), nothing ? format.number(nothing) : "");
  };
  return (
    <div className="distribution">
      <p className="kind">
        <span className="swatch bar-answer" aria-hidden /> {kind("answer", answer)}
      </p>
      <div className="distribution-plot">
        <svg
          viewBox={`0 0 ${bins.length} ${2 * height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t.studio.chart.histogram(name, format.number(answer), format.number(refuse))}
        >
          {bins.map((bin, index) => {
            const up = lengthOf(bin.answer, answer);
            return (
              <g key={bin.from}>
                <rect className="bar-answer" x={index + 0.08} width={0.84} y={height - up} height={up} />
                <rect
                  className="bar-refuse"
                  x={index + 0.08}
                  width={0.84}
                  y={height}
                  height={lengthOf(bin.refuse, refuse)}
                />
              </g>
            );
          })}
          <line className="axis" x1={0} x2={bins.length} y1={height} y2={height} vectorEffect="non-scaling-stroke" />
        </svg>
        {children}
      </div>
      <div className="distribution-scale figures" aria-hidden>
        <span>{format.score(bins[0]?.from ?? 0)}</span>
        <span>{format.score(bins.at(-1)?.to ?? 0)}</span>
      </div>
      <p className="kind">
        <span className="swatch bar-refuse" aria-hidden /> {kind("refuse", refuse)}
      </p>
    </div>
  );
}
