import type { Tier } from "@docent/core/chat/citation";
import type { Trace } from "@docent/core/chat/trace";
import type { TracePassages } from "@docent/core/chat/trace-passages";
import { useLanguage } from "../app/language.tsx";
import { useStandingText } from "./measures.tsx";
import { PassageLine } from "./passage-line.tsx";
import { rankingOf } from "./ranking.ts";
import { missedIn } from "./standing.ts";

const nearestMax = 3;

interface VerdictProps {
  tier: Tier;
  trace: Trace;
  passages: TracePassages;
}

/** Of a question that is not answered: the cuts it missed and by how much, and what came nearest. */
export function Verdict({ tier, trace, passages }: VerdictProps) {
  const { t } = useLanguage();
  if (tier !== "refused" && tier !== "candidates") return null;
  const nearest = rankingOf(trace).slice(0, nearestMax);
  return (
    <div className="why-not">
      {missedIn(trace.cuts).map((cut) => (
        <Missed key={cut.measure} cut={cut} />
      ))}
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

function Missed({ cut }: { cut: Trace["cuts"][number] }) {
  const { t, format } = useLanguage();
  const standing = useStandingText(cut);
  return <p>{t.trace.missed(t.studio.names[cut.measure] ?? cut.measure, format.score(cut.value), standing)}</p>;
}
