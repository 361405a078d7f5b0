import { CheckCircleOutlined } from "@ant-design/icons";
import { useLanguage } from "../../app/language.tsx";
import type { Pair, Report } from "./report.ts";

const pairsMax = 3;
/** A pair of which fewer examples are mixed up is not worth somebody's time. */
const worthwhile = 2;

/** What helps most, first things first; each leads to where it is done. */
export function NextSteps({ report, onPair }: { report: Report; onPair: (pair: Pair) => void }) {
  const { t, format } = useLanguage();
  const { contradictions, confusions, intents } = report;
  const few = intents.filter(({ needs }) => needs === "more").length;
  const unclear = intents.filter(({ needs }) => needs === "clearer").length;
  const pairs = eachOnce(confusions.filter(({ count }) => count >= worthwhile)).slice(0, pairsMax);
  const steps = [
    ...(contradictions.length > 0
      ? [
          {
            title: t.intents.lab.doContradictions(format.number(contradictions.length)),
            how: t.intents.lab.doContradictionsHow,
            onOpen: () => show("contradictions"),
          },
        ]
      : []),
    ...(few > 0
      ? [
          {
            title: t.intents.lab.doMore(format.number(few)),
            how: t.intents.lab.doMoreHow,
            onOpen: () => show("weak-intents"),
          },
        ]
      : []),
    ...pairs.map((pair) => ({
      title: t.intents.lab.doPair(pair.intent, pair.takenFor),
      how: t.intents.lab.doPairHow(format.number(pair.count)),
      onOpen: () => onPair(pair),
    })),
    ...(unclear > 0
      ? [
          {
            title: t.intents.lab.doClearer(format.number(unclear)),
            how: t.intents.lab.doClearerHow,
            onOpen: () => show("weak-intents"),
          },
        ]
      : []),
  ];
  return (
    <div className="next-steps">
      <h3>{t.intents.lab.next}</h3>
      {steps.length === 0 && (
        <p>
          <CheckCircleOutlined aria-hidden /> {t.intents.lab.good}
        </p>
      )}
      <ol>
        {steps.map(({ title, how, onOpen }) => (
          <li key={title}>
            <button type="button" className="link-button" onClick={onOpen}>
              {title}
            </button>
            <span className="quiet">{how}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Two intents that are each taken for the other are one thing to do. */
function eachOnce<T extends Pair>(pairs: readonly T[]): T[] {
  const known = new Set<string>();
  return pairs.filter(({ intent, takenFor }) => {
    const key = JSON.stringify([intent, takenFor].sort());
    return !known.has(key) && known.add(key);
  });
}

/** Brings a section of the page into view, and the keyboard with it. */
function show(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: "start" });
  heading?.focus({ preventScroll: true });
}
