import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useLanguage } from "../../app/language.tsx";
import { matrixOf, type MatrixRow, type Pair, type Report } from "./report.ts";

const sizes = [10, 25, 100] as const;

/** A row of examples for each intent, a column for each that they were taken for; it scrolls both ways. */
export function ConfusionMatrix({ report, onOpen }: { report: Report; onOpen: (pair: Pair) => void }) {
  const { t, format } = useLanguage();
  const [many, setMany] = useState<(typeof sizes)[number]>(sizes[0]);
  const matrix = useMemo(() => matrixOf(report, many), [report, many]);
  const all = report.intents.length;
  const choices = sizes.filter((size, at) => at === 0 || all > (sizes[at - 1] ?? 0));
  return (
    <section className="card" aria-labelledby="matrix">
      <div className="intents-card-head">
        <div className="card-head">
          <h2 id="matrix">{t.intents.lab.matrix}</h2>
          <p>{t.intents.lab.matrixLead}</p>
        </div>
        {choices.length > 1 && (
          <Segmented
            aria-label={t.intents.lab.matrixMany}
            value={many}
            options={choices.map((value) => ({
              value,
              label: value < all ? t.intents.lab.first(format.number(value)) : t.intents.lab.every(format.number(all)),
            }))}
            onChange={setMany}
          />
        )}
      </div>
      <p className="quiet figures">
        {all > matrix.intents.length
          ? t.intents.lab.matrixShown(format.number(matrix.intents.length), format.number(all))
          : t.intents.lab.matrixAll(format.number(all))}
      </p>
      <div className="matrix-scroll" role="group" aria-label={t.intents.lab.matrix} tabIndex={0}>
        <table className="matrix figures">
          <thead>
            <tr>
              <th scope="col">{t.intents.lab.own}</th>
              {matrix.intents.map((intent, at) => (
                <th key={intent} scope="col" title={intent}>
                  <span aria-hidden>{format.number(at + 1)}</span>
                  <span className="unseen">{intent}</span>
                </th>
              ))}
              <th scope="col" title={t.intents.lab.othersHelp}>
                {t.intents.lab.others}
              </th>
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map((row, at) => (
              <Row key={row.intent} row={row} at={at} intents={matrix.intents} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface RowProps {
  row: MatrixRow;
  at: number;
  intents: string[];
  onOpen: (pair: Pair) => void;
}

function Row({ row: { intent, examples, cells, others }, at, intents, onOpen }: RowProps) {
  const { t, format } = useLanguage();
  return (
    <tr>
      <th scope="row" title={intent}>
        <span className="matrix-number" aria-hidden>
          {format.number(at + 1)}
        </span>
        {intent}
      </th>
      {cells.map((count, column) => {
        const takenFor = intents[column] ?? "";
        if (column === at) {
          return (
            <td key={takenFor} className="right">
              {format.number(count)}
            </td>
          );
        }
        if (count === 0) return <td key={takenFor} />;
        const said = t.intents.lab.cell(format.number(count), intent, takenFor);
        return (
          <td key={takenFor}>
            <button
              type="button"
              style={{ backgroundColor: shadeOf(count / Math.max(1, examples)) }}
              aria-label={said}
              title={said}
              onClick={() => onOpen({ intent, takenFor })}
            >
              {format.number(count)}
            </button>
          </td>
        );
      })}
      <td>{others > 0 && format.number(others)}</td>
    </tr>
  );
}

/** The larger the share, the stronger; never so strong that the number is hard to read. */
function shadeOf(share: number): string {
  return `color-mix(in srgb, var(--ant-color-error) ${Math.round(8 + 24 * Math.min(1, 2 * share))}%, transparent)`;
}
