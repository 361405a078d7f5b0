import { fork } from "node:child_process";
import { PublicError } from "../../error.ts";
import type { Extraction, OnPage } from "../ingest/extractor.ts";
import { fileError, megabytes } from "./file-error.ts";
import type { Progress, Reply, Request } from "./message.ts";
import { residentBytes } from "./resident-bytes.ts";

export interface ReaderLimits {
  timeoutMs: number;
  /** Memory that the process may hold, native memory included. */
  residentBytesMax: number;
  /** Time for each page that is recognised, beyond the time for the rest of the file. */
  pageTimeoutMs: number;
}

export interface ReaderOptions extends ReaderLimits {
  /** Whether it recognises text in pictures. */
  ocr: boolean;
  /** The program of the process, where it is not the file beside this one: in a bundle. */
  program?: URL | undefined;
}

/** What a reader that recognises nothing says of a file that it cannot read otherwise. */
export const needsOcr = Symbol("needs recognition of text");

/** A process that reads files, one at a time, for as long as it keeps within its limits. */
export interface Reader {
  read(file: Request, signal: AbortSignal, onPage?: OnPage): Promise<Extraction | typeof needsOcr>;
  isUsable(): boolean;
  end(): void;
}

/** JavaScript's own part of the memory. */
const heapMB = 512;
const watchMs = 100;

export function startReader({ timeoutMs, residentBytesMax, pageTimeoutMs, ocr, program }: ReaderOptions): Reader {
  const child = fork(program ?? new URL("./child.ts", import.meta.url), ocr ? ["ocr"] : [], {
    // what reads strangers' files may not write, start programs or know any keys
    execArgv: [
      `--max-old-space-size=${heapMB}`,
      "--no-warnings",
      "--permission",
      "--allow-fs-read=*",
      "--allow-worker",
      // given up by the process itself once its models are loaded, before it sees a file
      ...(ocr ? ["--allow-addons"] : []),
    ],
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let usable = true;
  const end = () => {
    usable = false;
    child.kill("SIGKILL");
  };
  child.on("exit", end);
  child.on("error", end);

  async function read(file: Request, signal: AbortSignal, onPage?: OnPage): Promise<Extraction | typeof needsOcr> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const giveUp = (error: unknown) => {
      end();
      reject(error);
    };
    const abort = () => giveUp(signal.reason);
    const ended = (code: number | null, by: string | null) => giveUp(died(by ?? code));
    let timer = setTimeout(() => giveUp(tooSlow(timeoutMs)), timeoutMs);
    const hear = (message: Reply | Progress) => {
      if (!("page" in message)) return resolve(message);
      clearTimeout(timer);
      timer = setTimeout(() => giveUp(pageTooSlow(pageTimeoutMs)), pageTimeoutMs);
      onPage?.(message.page, message.of);
    };
    const watch = setInterval(() => {
      void residentBytes(child.pid ?? 0).then((bytes = 0) => {
        if (bytes > residentBytesMax) giveUp(tooLarge(residentBytesMax));
      });
    }, watchMs);
    child.on("message", hear).once("error", giveUp).once("exit", ended);
    signal.addEventListener("abort", abort);
    child.send(file);
    try {
      const reply = await promise;
      // memory is seldom given back, and the next file has a right to all of it
      if (reply.residentBytes > residentBytesMax / 2) end();
      return extractionOf(reply);
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      child.off("message", hear).off("error", giveUp).off("exit", ended);
      signal.removeEventListener("abort", abort);
    }
  }

  return { read, end, isUsable: () => usable };
}

function extractionOf(reply: Reply): Extraction | typeof needsOcr {
  if ("needsOcr" in reply) return needsOcr;
  if ("extraction" in reply) return reply.extraction;
  if ("code" in reply) throw new PublicError("invalid", reply.code, reply.message);
  throw unreadable(reply.reason);
}

/** Node.js aborts when its heap is full; any other end is put down to the file. */
function died(how: string | number | null) {
  return how === "SIGABRT" ? tooLarge(heapMB * 1024 ** 2) : unreadable(`The reading process ended with ${how}.`);
}

function unreadable(cause: unknown) {
  const message =
    "This file could not be read; it may be damaged. Open it in its own program, save it anew and add that.";
  return fileError("unreadable", message, cause);
}

function tooSlow(timeoutMs: number) {
  const message = `Reading this file took longer than ${Math.round(timeoutMs / 1000)} s. Split it into parts, or save its text in a simpler format, and add that.`;
  return fileError("too_slow", message);
}

function pageTooSlow(timeoutMs: number) {
  const message = `Recognising a page of this file took longer than ${Math.round(timeoutMs / 1000)} s. Save its pictures smaller, or add a file with their text.`;
  return fileError("too_slow", message);
}

function tooLarge(bytes: number) {
  const message = `Reading this file took more than ${megabytes(bytes)} of memory. Split it into parts, or take large pictures out, and add that.`;
  return fileError("too_large_to_read", message);
}
