import type { TraceCut } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";
import { isSilent, scaleOf, standingOf } from "./standing.ts";
import "./measures.css";

/** Each measure of how well the material fits, against its own cuts. */
export function Measures({ cuts }: { cuts: readonly TraceCut[] }) {
  const { t } = useLanguage();
  if (!cuts.length) return <p className="quiet">{t.trace.noMeasures}</p>;
  return (
    <ul className="measures">
      {cuts.map((cut) => (
        <MeasureLine key={cut.measure} cut={cut} />
      ))}
    </ul>
  );
}

function MeasureLine({ cut }: { cut: TraceCut }) {
  const { t, format } = useLanguage();
  const { measure, value, hard, soft, decided } = cut;
  const { low, high } = scaleOf(cut);
  const at = (number: number) => `${(100 * (number - low)) / (high - low)}%`;
  return (
    <li className={decided ? "measure decided" : "measure"}>
      <span className="measure-name">
        {t.studio.names[measure] ?? measure}
        {decided && <span className="measure-decided">{t.trace.decided}</span>}
      </span>
      <span className="measure-value figures">{format.score(value)}</span>
      <span className="measure-scale" aria-hidden>
        <span className={`measure-bar ${standingOf(cut)}`} style={{ width: at(value) }} />
        {!isSilent(hard) && <span className="measure-cut" style={{ insetInlineStart: at(hard) }} />}
        {!isSilent(soft) && soft !== hard && (
          <span className="measure-cut soft" style={{ insetInlineStart: at(soft) }} />
        )}
      </span>
      <span className="measure-words">{useStandingText(cut)}</span>
    </li>
  );
}

/** Where the value stands against its cuts, in words. */
export function useStandingText(cut: TraceCut): string {
  const { t, format } = useLanguage();
  const { value, hard, soft } = cut;
  switch (standingOf(cut)) {
    case "silent":
      return t.trace.standing.silent;
    case "above":
      return t.trace.standing.above(format.score(soft));
    case "between":
      return t.trace.standing.between(format.score(hard), format.score(soft), format.score(soft - value));
    case "below":
      return t.trace.standing.below(format.score(hard), format.score(hard - value));
  }
}
