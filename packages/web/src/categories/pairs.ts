/** A detail of a document as it stands in a form. */
export interface Pair {
  /** Tells the lines of a form apart. */
  key: number;
  name: string;
  value: string;
}

/** A form's lines for these details, or an empty one. */
export function pairsOf(metadata: Readonly<Record<string, string>>): Pair[] {
  const pairs = Object.entries(metadata).map(([name, value], key) => ({ key, name, value }));
  return pairs.length > 0 ? pairs : withAnother([]);
}

/** The same with an empty line. */
export function withAnother(pairs: readonly Pair[]): Pair[] {
  const key = 1 + Math.max(-1, ...pairs.map((pair) => pair.key));
  return [...pairs, { key, name: "", value: "" }];
}

export type PairProblem = "nameNeeded" | "valueNeeded" | "nameTwice";

/** What is wrong with each line, by its key. Where several documents are described, an empty value takes a detail away. */
export function problemsIn(pairs: readonly Pair[], emptyTakesAway: boolean): Map<number, PairProblem> {
  const problems = new Map<number, PairProblem>();
  const seen = new Set<string>();
  for (const { key, name, value } of pairs) {
    const known = name.trim().toLowerCase();
    if (!known) {
      if (value.trim()) problems.set(key, "nameNeeded");
      continue;
    }
    if (seen.has(known)) problems.set(key, "nameTwice");
    else if (!value.trim() && !emptyTakesAway) problems.set(key, "valueNeeded");
    seen.add(known);
  }
  return problems;
}

/** What has to be changed so that the document has these details in place of those it had. */
export function changesFrom(
  before: Readonly<Record<string, string>>,
  pairs: readonly Pair[],
): Record<string, string | null> {
  const after = new Map(pairs.flatMap(({ name, value }) => (name.trim() ? [[name.trim(), value.trim()]] : [])));
  const gone = Object.keys(before).flatMap((name) => (after.has(name) ? [] : [[name, null] as const]));
  const set = [...after].flatMap(([name, value]) => {
    if (name === undefined || before[name] === value) return [];
    return [[name, value || null] as const];
  });
  return Object.fromEntries([...gone, ...set]);
}
