/** One stage of an answer on the time line; parts of a stage are one level deeper. */
export interface Bar {
  stage: string;
  startMs: number;
  lengthMs: number;
  depth: 0 | 1;
}

// the order in which they happen: the record itself keeps none
const order = ["rewrite", "looking", "search", "intent", "arguments", "tool", "model", "drawing"];
const partOrder = ["prepare", "embed", "index", "load", "fuse", "rerank", "neighbours"];

/** The stages one after the other, each with its parts, and how long all took. */
export function timeLine(milliseconds: Readonly<Record<string, number>>): { bars: Bar[]; totalMs: number } {
  const names = Object.keys(milliseconds).filter((name) => name !== "total");
  const stages = sorted([...new Set(names.map((name) => name.split(".", 1)[0] ?? name))], order);
  const bars: Bar[] = [];
  let at = 0;
  for (const stage of stages) {
    const parts = sorted(
      names.flatMap((name) => (name.startsWith(`${stage}.`) ? [name.slice(stage.length + 1)] : [])),
      partOrder,
    );
    const lengthOf = (part: string) => milliseconds[`${stage}.${part}`] ?? 0;
    const lengthMs = milliseconds[stage] ?? parts.reduce((sum, part) => sum + lengthOf(part), 0);
    bars.push({ stage, startMs: at, lengthMs, depth: 0 });
    let partAt = at;
    for (const part of parts) {
      bars.push({ stage: `${stage}.${part}`, startMs: partAt, lengthMs: lengthOf(part), depth: 1 });
      partAt += lengthOf(part);
    }
    at += lengthMs;
  }
  return { bars, totalMs: Math.max(at, milliseconds["total"] ?? 0) };
}

/** Known names in their order, unknown ones after them. */
function sorted(names: string[], known: readonly string[]): string[] {
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return names.toSorted((a, b) => place(a) - place(b) || a.localeCompare(b));
}
