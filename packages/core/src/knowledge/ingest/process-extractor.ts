import { needsOcr, startReader, type Reader, type ReaderLimits } from "../extract/reader.ts";
import { NeedsRecognition, type Extraction, type Extractor } from "./extractor.ts";

export interface ProcessExtractorOptions extends Partial<ReaderLimits> {
  /** Files read at the same time, each in a process of its own. */
  processes?: number;
  /** The program of such a process, where the desk runs from a bundle. */
  program?: URL;
}

/**
 * Reads files in a few long-lived processes. One that takes too long or too much memory is killed and replaced. Pictures
 * of text go to a process with the models for it, which is one, since these use all processors and much memory.
 */
export function processExtractor(options: ProcessExtractorOptions = {}): Extractor {
  const {
    processes = 1,
    timeoutMs = 60_000,
    residentBytesMax = 1.5 * 1024 ** 3,
    pageTimeoutMs = 60_000,
    program,
  } = options;
  const limits = { timeoutMs, residentBytesMax, pageTimeoutMs, program };
  const closing = new AbortController();
  const plain = pool(processes, () => startReader({ ...limits, ocr: false }));
  const recognising = pool(1, () => startReader({ ...limits, ocr: true }));

  return {
    async extract({ path, name }, asked, recognise = true, onPage) {
      const signal = AbortSignal.any(asked ? [asked, closing.signal] : [closing.signal]);
      const read = (reader: Reader) => reader.read({ path, name }, signal, onPage);
      let found = await plain.use(signal, read);
      if (found === needsOcr && recognise) found = await recognising.use(signal, read);
      if (found === needsOcr) throw new NeedsRecognition();
      return found satisfies Extraction;
    },
    close() {
      closing.abort(new Error("The extractor was closed."));
      plain.end();
      recognising.end();
      return Promise.resolve();
    },
  };
}

/** Readers that take turns: so many at once, and whoever comes later waits. */
function pool(size: number, start: () => Reader) {
  const idle: Reader[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;

  function turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < size) {
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
    async use<T>(signal: AbortSignal, work: (reader: Reader) => Promise<T>): Promise<T> {
      await turn(signal);
      const used = idle.pop();
      const reader = used?.isUsable() ? used : start();
      try {
        return await work(reader);
      } finally {
        if (reader.isUsable()) idle.push(reader);
        pass();
      }
    },
    end() {
      for (const reader of idle.splice(0)) reader.end();
    },
  };
}
