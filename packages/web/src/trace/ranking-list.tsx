import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import type { Trace } from "@docent/core/chat/trace";
import type { TracePassages } from "@docent/core/chat/trace-passages";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { codeText } from "./code-text.ts";
import { PassageLine } from "./passage-line.tsx";
import { WrittenLead, type Written } from "./written-lead.tsx";
import { rankingOf, type Ranked } from "./ranking.ts";

const shownFirst = 10;

/** The passages in the order in which the answer saw them, with what brought them there. */
export function RankingList({ trace, passages, written }: { trace: Trace; passages: TracePassages; written: Written }) {
  const { t, format } = useLanguage();
  const { reranked } = trace;
  const ranking = rankingOf(trace);
  const [all, setAll] = useState(false);
  return (
    <>
      {reranked && (
        <p className="trace-note">
          {reranked.skipped
            ? t.trace.rerankSkipped(reranked.model, codeText(t, reranked.skipped))
            : t.trace.rerankedBy(reranked.model)}
        </p>
      )}
      {!ranking.length && <p className="trace-note">{t.trace.nothingNear}</p>}
      <ol className="ranking">
        {ranking.slice(0, all ? undefined : shownFirst).map((ranked, index) => (
          <li key={ranked.chunkId}>
            <span className="ranking-place figures">{index + 1}</span>
            <div>
              <PassageLine chunkId={ranked.chunkId} passage={passages[ranked.chunkId]} />
              {[...new Set(ranked.routes.map(({ trigger }) => trigger))].map((trigger) => (
                <WrittenLead key={trigger ?? ""} trigger={trigger} written={written} />
              ))}
              <Reasons ranked={ranked} place={index + 1} />
            </div>
          </li>
        ))}
      </ol>
      {ranking.length > shownFirst && (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.trace.showFewer : t.trace.showAll(format.number(ranking.length))}
        </Button>
      )}
    </>
  );
}

function Reasons({ ranked, place }: { ranked: Ranked; place: number }) {
  const { t, format } = useLanguage();
  const { before, fused, reranked, routes, parts } = ranked;
  return (
    <ul className="reasons figures">
      {reranked !== null && (
        <li>
          {t.trace.reranked} {format.score(reranked)}
          {before !== null && before !== place && (
            <>
              {" "}
              {before > place ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}
              {t.trace.wasAt(before)}
            </>
          )}
        </li>
      )}
      {fused !== null && (
        <li>
          {t.trace.fused} {format.score(fused)}
          {parts && ` ${t.trace.fusedParts(format.score(parts.words), format.score(parts.meaning))}`}
        </li>
      )}
      {routes.map(({ route, rank, score }) => (
        <li key={route}>
          {t.studio.names[route] ?? route} {t.trace.rank(rank)} · {format.score(score)}
        </li>
      ))}
    </ul>
  );
}
