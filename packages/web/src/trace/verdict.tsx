import { useLanguage } from "../app/language.tsx";
import { useStandingText } from "./measures.tsx";
import { PassageLine } from "./passage-line.tsx";
import { rankingOf } from "./ranking.ts";
import type { TraceRead } from "./trace-read.ts";

const nearestMax = 3;

/** Of a question that was not answered: the cut it missed and by how much, and what came nearest. */
export function Verdict({ read: { trace, passages, answer } }: { read: TraceRead }) {
  const { t } = useLanguage();
  if (answer?.tier !== "refused" && answer?.tier !== "candidates") return null;
  const nearest = rankingOf(trace).slice(0, nearestMax);
  const decided = trace.cuts.find((cut) => cut.decided);
  return (
    <div className="why-not">
      {decided && <WhyNot cut={decided} />}
      {nearest.length > 0 ? (
        <>
          <h3>{t.ask.nearest}</h3>
          <ol className="why-not-passages">
            {nearest.map(({ chunkId }) => (
              <li key={chunkId}>
                <PassageLine chunkId={chunkId} passage={passages[chunkId]} />
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p>{t.trace.nothingNear}</p>
      )}
    </div>
  );
}

function WhyNot({ cut }: { cut: TraceRead["trace"]["cuts"][number] }) {
  const { t, format } = useLanguage();
  const names: Record<string, string> = t.trace.measures;
  const standing = useStandingText(cut);
  return <p>{t.trace.whyNot(names[cut.measure] ?? cut.measure, format.score(cut.value), standing)}</p>;
}
