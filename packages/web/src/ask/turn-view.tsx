import { memo, useCallback, useMemo } from "react";
import { useLanguage } from "../app/language.tsx";
import { DrawnPictures } from "../pictures/drawn-pictures.tsx";
import { TurnPictures } from "../pictures/turn-pictures.tsx";
import { FilterNote } from "../categories/filter-note.tsx";
import { CitationProvider } from "../markdown/citation.tsx";
import { GrowingMarkdown } from "../markdown/markdown.tsx";
import type { SourceFocus } from "./source-focus.ts";
import type { Turn } from "./conversation-cache.ts";
import { Ending } from "./ending.tsx";
import { Progress } from "./progress.tsx";
import { Refusal } from "./refusal.tsx";
import { useShown, type Shown } from "./shown.ts";
import { TurnFoot } from "./turn-foot.tsx";

interface TurnViewProps {
  turn: Turn;
  last: boolean;
  conversationId: string;
  onAgain: (turn: Turn) => void;
  onSource: (focus: SourceFocus) => void;
}

/** One question and its answer. */
export const TurnView = memo(function TurnView({ turn, last, conversationId, onAgain, onSource }: TurnViewProps) {
  const { t } = useLanguage();
  const shown = useShown(turn);
  const { runId } = turn;
  const known = useMemo(() => new Set(shown.sources.map((source) => source.n)), [shown.sources]);
  const openCitation = useCallback((n: number, from: HTMLElement) => onSource({ runId, n, from }), [onSource, runId]);
  const done = shown.phase !== "writing" && shown.phase !== "waiting";
  return (
    <article className="turn" aria-label={turn.question.slice(0, 80)}>
      <div className="question">
        <h2 className="unseen">{t.ask.question}</h2>
        <TurnPictures pictures={turn.pictures} />
        <p>{turn.question}</p>
        {turn.filter && <FilterNote filter={turn.filter} />}
      </div>
      <div className="answer" aria-busy={!done}>
        <h2 className="unseen">{t.ask.answer}</h2>
        {isRefusal(shown) ? (
          <Refusal shown={shown} />
        ) : (
          <CitationProvider known={known} onOpen={openCitation}>
            {shown.text.text && <GrowingMarkdown split={shown.text} done={done} doubted={shown.outcome?.unsupported} />}
          </CitationProvider>
        )}
        {shown.outcome?.drawn && <DrawnPictures pictures={shown.outcome.drawn} />}
        <Progress shown={shown} />
        <Ending turn={turn} shown={shown} onAgain={onAgain} />
        {shown.outcome && (shown.phase === "finished" || shown.phase === "stopped") && (
          <TurnFoot
            turn={turn}
            outcome={shown.outcome}
            conversationId={conversationId}
            onAgain={last ? () => onAgain(turn) : undefined}
            onSources={
              isRefusal(shown) || shown.outcome.basis ? undefined : (from) => onSource({ runId, n: null, from })
            }
          />
        )}
      </div>
    </article>
  );
});

function isRefusal({ phase, outcome }: Shown): boolean {
  return phase === "finished" && (outcome?.tier === "refused" || outcome?.tier === "candidates");
}
