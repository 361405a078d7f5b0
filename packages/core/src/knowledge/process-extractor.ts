import { fork, type ChildProcess } from "node:child_process";
import { PublicError } from "../error.ts";
import { fileError, megabytes } from "./extract/file-error.ts";
import type { Reply, Request } from "./extract/message.ts";
import type { Extraction, Extractor } from "./extractor.ts";
import { residentBytes } from "./resident-bytes.ts";

export interface ProcessExtractorOptions {
  /** Files read at the same time, each in a process of its own. */
  processes?: number;
  timeoutMs?: number;
  /** Memory that a process may hold, native memory included. */
  residentBytesMax?: number;
}

interface Job {
  file: Request;
  signal: AbortSignal;
  resolve: (extraction: Extraction) => void;
  reject: (error: unknown) => void;
}

/** JavaScript's own part of a process's memory. */
const heapMB = 512;

/** Reads files in a few long-lived processes. One that takes too long or too much memory is killed and replaced. */
export function processExtractor(options: ProcessExtractorOptions = {}): Extractor {
  const { processes = 1, timeoutMs = 60_000, residentBytesMax = 1.5 * 1024 ** 3 } = options;
  const waiting: Job[] = [];
  const idle: ChildProcess[] = [];
  const busy = new Set<Promise<void>>();
  const closing = new AbortController();

  function next(): void {
    while (busy.size < processes) {
      const job = waiting.shift();
      if (!job) return;
      const work = run(job).finally(() => {
        busy.delete(work);
        next();
      });
      busy.add(work);
    }
  }

  async function run(job: Job): Promise<void> {
    if (job.signal.aborted) return job.reject(job.signal.reason);
    const child = idle.pop() ?? start();
    const outcome = await ask(child, job);
    if (outcome.alive) idle.push(child);
    else child.kill("SIGKILL");
    if ("extraction" in outcome) job.resolve(outcome.extraction);
    else job.reject(outcome.error);
  }

  function ask(child: ChildProcess, { file, signal }: Job): Promise<Outcome> {
    return new Promise((settle) => {
      const over = new AbortController();
      const finish = (outcome: Outcome) => {
        over.abort();
        clearTimeout(timer);
        clearInterval(watch);
        child.off("message", reply).off("error", broke).off("exit", ended);
        settle(outcome);
      };
      const reply = (message: Reply) => finish({ alive: true, ...read(message) });
      const broke = (error: Error) => finish({ alive: false, error: unreadable(error) });
      const ended = (code: number | null, signalName: string | null) =>
        finish({ alive: false, error: died(signalName ?? code) });

      const timer = setTimeout(() => finish({ alive: false, error: tooSlow(timeoutMs) }), timeoutMs);
      const watch = setInterval(() => {
        void residentBytes(child.pid ?? 0).then((bytes = 0) => {
          if (bytes > residentBytesMax) finish({ alive: false, error: tooLarge(residentBytesMax) });
        });
      }, 100);
      const giveUp = () => finish({ alive: false, error: signal.reason });
      signal.addEventListener("abort", giveUp, { once: true, signal: over.signal });
      child.once("message", reply).once("error", broke).once("exit", ended);
      child.send(file);
    });
  }

  return {
    extract(file, signal) {
      const either = AbortSignal.any(signal ? [signal, closing.signal] : [closing.signal]);
      return new Promise((resolve, reject) => {
        waiting.push({ file: { path: file.path, name: file.name }, signal: either, resolve, reject });
        next();
      });
    },
    async close() {
      closing.abort(new Error("The extractor was closed."));
      await Promise.all(busy);
      for (const child of idle.splice(0)) child.kill("SIGKILL");
    },
  };
}

type Outcome = { alive: boolean } & ({ extraction: Extraction } | { error: unknown });

function start(): ChildProcess {
  return fork(new URL("./extract/child.ts", import.meta.url), {
    // what reads strangers' files may not write, start programs or know any keys
    execArgv: [
      `--max-old-space-size=${heapMB}`,
      "--no-warnings",
      "--permission",
      "--allow-fs-read=*",
      "--allow-worker",
    ],
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function read(reply: Reply): { extraction: Extraction } | { error: unknown } {
  if ("extraction" in reply) return reply;
  if ("code" in reply) return { error: new PublicError("invalid", reply.code, reply.message) };
  return { error: unreadable(reply.reason) };
}

function unreadable(cause: unknown) {
  const message =
    "This file could not be read; it may be damaged. Open it in its own program, save it anew and add that.";
  return fileError("unreadable", message, cause);
}

/** Node.js aborts when its heap is full; any other end is the file's own doing. */
function died(how: string | number | null) {
  return how === "SIGABRT" ? tooLarge(heapMB * 1024 ** 2) : unreadable(`The reading process ended with ${how}.`);
}

function tooSlow(timeoutMs: number) {
  const message = `Reading this file took longer than ${Math.round(timeoutMs / 1000)} s. Split it into parts, or save its text in a simpler format, and add that.`;
  return fileError("too_slow", message);
}

function tooLarge(bytes: number) {
  const message = `Reading this file took more than ${megabytes(bytes)} of memory. Split it into parts, or take large pictures out, and add that.`;
  return fileError("too_large_to_read", message);
}
