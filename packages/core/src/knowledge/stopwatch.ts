/** Says how long each lap took, by name. */
export function stopwatch() {
  const milliseconds: Record<string, number> = {};
  let last = performance.now();
  return {
    milliseconds,
    lap(name: string) {
      const now = performance.now();
      milliseconds[name] = Math.round(now - last);
      last = now;
    },
  };
}
