import { startReader, type Reader, type ReaderLimits } from "./extract/reader.ts";
import type { Extractor } from "./extractor.ts";

export interface ProcessExtractorOptions extends Partial<ReaderLimits> {
  /** Files read at the same time, each in a process of its own. */
  processes?: number;
}

/** Reads files in a few long-lived processes. One that takes too long or too much memory is killed and replaced. */
export function processExtractor(options: ProcessExtractorOptions = {}): Extractor {
  const { processes = 1, timeoutMs = 60_000, residentBytesMax = 1.5 * 1024 ** 3 } = options;
  const idle: Reader[] = [];
  const waiting: (() => void)[] = [];
  const closing = new AbortController();
  let running = 0;

  function turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < processes) {
      running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      waiting.push(begin);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  function pass(): void {
    const begin = waiting.shift();
    if (begin) begin();
    else running--;
  }

  return {
    async extract({ path, name }, asked) {
      const signal = AbortSignal.any(asked ? [asked, closing.signal] : [closing.signal]);
      await turn(signal);
      const used = idle.pop();
      const reader = used?.isUsable() ? used : startReader({ timeoutMs, residentBytesMax });
      try {
        return await reader.read({ path, name }, signal);
      } finally {
        if (reader.isUsable()) idle.push(reader);
        pass();
      }
    },
    close() {
      closing.abort(new Error("The extractor was closed."));
      for (const reader of idle.splice(0)) reader.end();
      return Promise.resolve();
    },
  };
}
