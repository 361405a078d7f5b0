import type { Trace, TraceHit } from "@docent/core/chat/trace";
import type { TracePassages } from "@docent/core/chat/trace-passages";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { PassageLine } from "./passage-line.tsx";
import { rankingOf, routesOf } from "./ranking.ts";
import { WrittenLead, type Written } from "./written-lead.tsx";

const shownFirst = 5;

/** What each route found on its own, side by side. */
export function RouteLists({ trace, passages, written }: { trace: Trace; passages: TracePassages; written: Written }) {
  const { t } = useLanguage();
  const lists = routesOf(trace.routes);
  const placeOf = new Map(rankingOf(trace).map(({ chunkId }, index) => [chunkId, index + 1]));
  if (!lists.length) return <p className="quiet">{t.trace.noRoutes}</p>;
  return (
    <div className="route-lists">
      {lists.map(([route, hits]) => (
        <RouteList
          key={route}
          name={t.studio.names[route] ?? route}
          hits={hits}
          passages={passages}
          written={written}
          placeOf={placeOf}
        />
      ))}
    </div>
  );
}

interface RouteListProps {
  name: string;
  hits: TraceHit[];
  passages: TracePassages;
  written: Written;
  placeOf: ReadonlyMap<string, number>;
}

function RouteList({ name, hits, passages, written, placeOf }: RouteListProps) {
  const { t, format } = useLanguage();
  const [all, setAll] = useState(false);
  return (
    <section className="route-list">
      <h3>
        {name} <span className="quiet figures">{t.trace.hits(format.number(hits.length), hits.length)}</span>
      </h3>
      <ol>
        {hits.slice(0, all ? undefined : shownFirst).map(({ chunkId, score, share, trigger }, index) => {
          const place = placeOf.get(chunkId);
          return (
            <li key={chunkId}>
              <span className="figures">{index + 1}</span>
              <PassageLine chunkId={chunkId} passage={passages[chunkId]} brief />
              <span className="route-score figures">
                {format.score(score)}
                {share !== undefined && <span className="quiet">{t.trace.share(format.percent(share))}</span>}
                {place !== undefined && <span className="quiet">{t.trace.becameAt(place)}</span>}
              </span>
              <WrittenLead trigger={trigger} written={written} />
            </li>
          );
        })}
      </ol>
      {hits.length > shownFirst && (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.trace.showFewer : t.trace.showAll(format.number(hits.length))}
        </Button>
      )}
    </section>
  );
}
