import type { Trace } from "@docent/core/chat/trace";
import { rankingOf } from "./ranking.ts";

/** A passage of one side, and where it stands on the other. */
export interface Moved {
  chunkId: string;
  place: number;
  /** Its place on the other side; null when it is not there. */
  other: number | null;
}

/** So many passages an answer is written from. */
const readMax = 8;

/** The best passages of one trace, each with its place in the other. */
export function movesFrom(trace: Trace, other: Trace): Moved[] {
  const places = new Map(orderOf(other).map((chunkId, index) => [chunkId, index + 1]));
  return orderOf(trace).map((chunkId, index) => ({ chunkId, place: index + 1, other: places.get(chunkId) ?? null }));
}

function orderOf(trace: Trace): string[] {
  return rankingOf(trace)
    .slice(0, readMax)
    .map(({ chunkId }) => chunkId);
}

/** How many passages stand higher, lower, newly, or no more. */
export function countMoves(before: Trace, after: Trace): { rose: number; fell: number; came: number; went: number } {
  const moves = movesFrom(after, before);
  const count = (matches: (move: Moved) => boolean) => moves.filter(matches).length;
  return {
    rose: count(({ place, other }) => other !== null && other > place),
    fell: count(({ place, other }) => other !== null && other < place),
    came: count(({ other }) => other === null),
    went: movesFrom(before, after).filter(({ other }) => other === null).length,
  };
}

export interface CutChange {
  measure: string;
  before: { hard: number; soft: number };
  after: { hard: number; soft: number };
}

/** The measures on which both sides had cuts that differ. */
export function cutChanges(before: Pick<Trace, "cuts">, after: Pick<Trace, "cuts">): CutChange[] {
  return before.cuts.flatMap(({ measure, hard, soft }) => {
    const other = after.cuts.find((cut) => cut.measure === measure);
    if (!other || (other.hard === hard && other.soft === soft)) return [];
    return [{ measure, before: { hard, soft }, after: { hard: other.hard, soft: other.soft } }];
  });
}

/** Whether both sides measured the same, cuts included. */
export function sameMeasures(before: Trace, after: Trace): boolean {
  const text = ({ cuts }: Trace) =>
    JSON.stringify(cuts.map(({ measure, value, hard, soft }) => [measure, value.toFixed(3), hard, soft]));
  return text(before) === text(after);
}
