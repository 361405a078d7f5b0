import type { Inputs } from "../app/trpc.ts";
import type { Trace } from "@docent/core/chat/trace";
import { decidingMeasures, isDeciding, isSilent, type DecidingMeasure } from "./standing.ts";

export type Change = Inputs["trace"]["replay"]["change"];

/** What can be changed, in the order in which it is offered. */
export const changes = ["nothing", "vectors", "rerank", "synonyms", "typos", "model", "cut", "cuts-of-then"] as const;
export type ChangeKind = (typeof changes)[number];

/** What the address says about a replay: the setting that is changed, and whether an answer is written too. */
export interface ReplayView {
  change?: ChangeKind | undefined;
  measure?: DecidingMeasure | undefined;
  hard?: number | undefined;
  soft?: number | undefined;
  answer?: boolean | undefined;
}

export function parseReplayView(given: Record<string, unknown>): ReplayView {
  const change = changes.find((known) => known === given.change);
  const measure = decidingMeasures.find((known) => known === given.measure);
  const hard = finite(given.hard);
  const soft = finite(given.soft);
  return {
    ...(change && { change }),
    ...(change === "cut" && measure && { measure }),
    ...(change === "cut" && hard !== undefined && { hard }),
    ...(change === "cut" && soft !== undefined && { soft }),
    ...(typeof given.answer === "boolean" && { answer: given.answer }),
  };
}

function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The measures whose cuts can be moved: those that had a value, or words where nothing was found. */
export function measuresOf({ cuts }: Pick<Trace, "cuts">): DecidingMeasure[] {
  const measured = cuts.flatMap(({ measure }) => (isDeciding(measure) ? [measure] : []));
  return measured.length > 0 ? measured : ["words"];
}

type Places = Partial<Record<string, { hard: number; soft: number }>>;

/** With what the address leaves open about a cut: the measure that decided, and its cuts as they are today. */
export function completed(view: ReplayView, trace: Pick<Trace, "cuts">, today: Places): ReplayView {
  if (view.change !== "cut") return view;
  const measures = measuresOf(trace);
  const decided = trace.cuts.find((cut) => cut.decided)?.measure;
  const measure = view.measure ?? measures.find((known) => known === decided) ?? measures[0];
  const place = measure === undefined ? undefined : today[measure];
  const hard = view.hard ?? audible(place?.hard);
  const soft = view.soft ?? audible(place?.soft);
  return {
    ...view,
    ...(measure !== undefined && { measure }),
    ...(hard !== undefined && { hard }),
    ...(soft !== undefined && { soft }),
  };
}

/** Undefined for a cut that is out of reach: there is no place to begin from. */
function audible(cut: number | undefined): number | undefined {
  return cut === undefined || isSilent(cut) ? undefined : cut;
}

/** What is to be decided otherwise; undefined while the cut is not known, or the one end of it lies beyond the other. */
export function changeOf({ change = "nothing", measure, hard, soft }: ReplayView): Change | undefined {
  switch (change) {
    case "nothing":
    case "cuts-of-then":
      return { type: change };
    case "cut":
      if (measure === undefined || hard === undefined || soft === undefined || hard > soft) return undefined;
      return { type: "cut", measure, hard, soft };
    case "vectors":
    case "rerank":
    case "synonyms":
    case "typos":
    case "model":
      return { type: "without", part: change };
  }
}
