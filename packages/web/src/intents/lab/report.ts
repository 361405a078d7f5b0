import type { Outputs } from "../../app/trpc.ts";

export type Report = Extract<Outputs["intent"]["lab"], { state: "done" }>["report"];
export interface Pair {
  intent: string;
  takenFor: string;
}

export interface MatrixRow {
  intent: string;
  examples: number;
  /** How many were taken for each of the intents that are shown, in their order. */
  cells: number[];
  /** How many were taken for intents that are not shown. */
  others: number;
}

/** The intents that are confused most, those of a pair beside each other, and what their examples were taken for. */
export function matrixOf({ intents, confusions }: Report, many: number): { intents: string[]; rows: MatrixRow[] } {
  const inOrder = [
    ...confusions.flatMap(({ intent, takenFor }) => [intent, takenFor]),
    ...intents.map((one) => one.intent),
  ];
  const shown = [...new Set(inOrder)].slice(0, many);
  const figures = new Map(intents.map((one) => [one.intent, one]));
  const counts = new Map(confusions.map(({ intent, takenFor, count }) => [keyOf(intent, takenFor), count]));
  const rows = shown.map((intent) => {
    const { examples = 0, recall = 0 } = figures.get(intent) ?? {};
    const right = Math.round(recall * examples);
    const cells = shown.map((takenFor) => (takenFor === intent ? right : (counts.get(keyOf(intent, takenFor)) ?? 0)));
    return { intent, examples, cells, others: Math.max(0, examples - cells.reduce((sum, count) => sum + count, 0)) };
  });
  return { intents: shown, rows };
}

function keyOf(intent: string, takenFor: string): string {
  return JSON.stringify([intent, takenFor]);
}
