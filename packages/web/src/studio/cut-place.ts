import type { Outputs } from "../app/trpc.ts";

export type View = Outputs["calibration"]["get"];
export type Measured = NonNullable<View["measured"]>;
export type MeasureView = Measured["measures"][number];
export type Measure = MeasureView["measure"];
export type Places = View["inForce"];
export type Place = NonNullable<Places[Measure]>;
export type Point = MeasureView["points"][number];

/** A cut that no value reaches, as the desk writes it. */
export const never = Number.MAX_VALUE;

/** Which of the points a cut stands at; one past the last when no value reaches it. */
export function indexOf(points: readonly Point[], cut: number): number {
  if (cut === never) return points.length;
  const after = points.findIndex((point) => point.cut >= cut);
  if (after <= 0) return after < 0 ? points.length - 1 : 0;
  const before = points[after - 1];
  const here = points[after];
  return before && here && cut - before.cut < here.cut - cut ? after - 1 : after;
}

/** The cut at a point; past the last one, the cut that no value reaches. */
export function cutAt(points: readonly Point[], index: number): number {
  return points[index]?.cut ?? never;
}

/** Moves one end of a place. The other one is pushed along, so that the soft cut never lies below the hard one. */
export function moved(place: Place, end: keyof Place, cut: number): Place {
  return end === "hard"
    ? { hard: cut, soft: Math.max(cut, place.soft) }
    : { hard: Math.min(cut, place.hard), soft: cut };
}

/** Whether two sets of cuts say the same about all that the first one names. */
export function agree(some: Places, others: Places): boolean {
  return Object.entries(some).every(([measure, place]) => {
    const other = Object.entries(others).find(([name]) => name === measure)?.[1];
    return !place || (other?.hard === place.hard && other.soft === place.soft);
  });
}
