/** `a.b[0].c`, with `[]` for each of a list. The empty path is the value itself. */
export const pathPattern = /^$|^(?:[^.[\]]+|\[\d*\])(?:\.[^.[\]]+|\[\d*\])*$/;

/** What a path leads to, or undefined where it leads nowhere. */
export function follow(value: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]]+|\[\d*\]/g) ?? [];
  return walk(value, steps);
}

function walk(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (step === "[]") return Array.isArray(value) ? value.map((item) => walk(item, rest)) : undefined;
  if (step.startsWith("[")) return Array.isArray(value) ? walk(value[Number(step.slice(1, -1))], rest) : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return walk((value as Record<string, unknown>)[step], rest);
}
