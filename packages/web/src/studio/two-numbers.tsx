import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { perHundred } from "./per-hundred.ts";

type Mistakes = Outputs["calibration"]["at"]["mistakes"];

interface TwoNumbersProps {
  mistakes: Mistakes;
  /** Whose cuts these are. */
  caption: string;
  /** How the numbers were come by. */
  note: string;
}

/** How often the desk answers when it should refuse, and refuses when it could answer. */
export function TwoNumbers({ mistakes, caption, note }: TwoNumbersProps) {
  const { t, format } = useLanguage();
  const { falseAnswer, falseRefusal, unreserved, reserved, answer, refuse } = mistakes;
  const numbers = [
    { title: t.studio.numbers.falseAnswer, rate: falseAnswer, of: refuse },
    { title: t.studio.numbers.falseRefusal, rate: falseRefusal, of: answer },
  ];
  return (
    <div aria-live="polite">
      <p className="quiet">{caption}</p>
      <dl className="two-numbers">
        {numbers.map(({ title, rate, of }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <strong className="figures">{perHundred(rate.rate)}</strong> {t.studio.numbers.outOf(format.number(of))}
              <span className="quiet figures">
                {t.studio.numbers.between(perHundred(rate.low), perHundred(rate.high))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {t.studio.numbers.reserve(format.percent(unreserved.rate), format.percent(reserved.rate))}
        <br />
        {note}
      </p>
    </div>
  );
}
