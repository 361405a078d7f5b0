let begun = 0;

/** Begins work that its caller is not to wait for, since how long it takes would tell what it found. It sees to its own failures. */
export function beginAfterwards(work: () => Promise<void>): void {
  begun += 1;
  void work();
}

/** How many of such works this process has begun. A process that stands still between requests has to give them time. */
export function begunAfterwards(): number {
  return begun;
}
