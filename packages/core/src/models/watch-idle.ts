export interface IdleWatch {
  /** Aborts when the caller's signal does, or when nothing has come for too long. */
  signal: AbortSignal;
  noteEvent(): void;
  isSilent(): boolean;
  stop(): void;
}

/** Watches a stream that has no time limit of its own: `firstMs` until its first event, `nextMs` between the others. */
export function watchIdle(firstMs: number, nextMs: number, signal?: AbortSignal): IdleWatch {
  const silence = new AbortController();
  const abort = () => silence.abort();
  let timer = setTimeout(abort, firstMs);
  let begun = false;
  return {
    signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    noteEvent() {
      if (begun) {
        timer.refresh();
        return;
      }
      begun = true;
      clearTimeout(timer);
      timer = setTimeout(abort, nextMs);
    },
    isSilent: () => silence.signal.aborted,
    stop: () => clearTimeout(timer),
  };
}
