import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined, PlusOutlined } from "@ant-design/icons";
import type { TracePassages } from "@docent/core/chat/trace-passages";
import { useLanguage } from "../app/language.tsx";
import type { Moved } from "./compare.ts";
import { PassageLine } from "./passage-line.tsx";

interface MovesListProps {
  moves: readonly Moved[];
  passages: TracePassages;
  side: "past" | "now";
}

/** The best passages of one side. This time each says how it moved; of then only those are marked that are no more. */
export function MovesList({ moves, passages, side }: MovesListProps) {
  const { t } = useLanguage();
  if (!moves.length) return <p className="quiet">{t.trace.nothingNear}</p>;
  return (
    <ol className="moves">
      {moves.map((move) => (
        <li key={move.chunkId} className={move.other === null ? "moved" : undefined}>
          <span className="ranking-place figures">{move.place}</span>
          <PassageLine chunkId={move.chunkId} passage={passages[move.chunkId]} />
          <Mark move={move} side={side} />
        </li>
      ))}
    </ol>
  );
}

function Mark({ move: { place, other }, side }: { move: Moved; side: MovesListProps["side"] }) {
  const { t } = useLanguage();
  if (other === null) {
    return side === "past" ? (
      <span className="move went">
        <MinusOutlined aria-hidden /> {t.trace.replay.went}
      </span>
    ) : (
      <span className="move came">
        <PlusOutlined aria-hidden /> {t.trace.replay.came}
      </span>
    );
  }
  if (side === "past" || other === place) return null;
  return other > place ? (
    <span className="move rose">
      <ArrowUpOutlined aria-hidden /> {t.trace.replay.rose(other - place)}
    </span>
  ) : (
    <span className="move fell">
      <ArrowDownOutlined aria-hidden /> {t.trace.replay.fell(place - other)}
    </span>
  );
}
