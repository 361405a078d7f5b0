/** Milliseconds since 1970 that never go back while the process lives. */
export function moment(): number {
  return performance.timeOrigin + performance.now();
}
