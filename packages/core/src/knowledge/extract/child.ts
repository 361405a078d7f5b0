import { Worker } from "node:worker_threads";
import { PublicError } from "../../error.ts";
import { split } from "../ingest/split.ts";
import { NeedsOcr } from "./ocr/needs-ocr.ts";
import type { Ocr } from "./ocr/ocr.ts";
import type { Reading } from "./ocr/reading.ts";
import type { Outcome, Progress, Reply, Request } from "./message.ts";
import { readFile } from "./read-file.ts";

/** The process that reads files: one at a time, for as long as its parent lives. */
process.on("message", (request: Request) => void answer(request));
process.on("disconnect", () => process.exit());

async function answer(file: Request): Promise<void> {
  const outcome = await extract(file).catch(failure);
  process.send?.({ ...outcome, residentBytes: process.memoryUsage.rss() } satisfies Reply);
}

/** Recognition needs native code, which nothing else here may load: it is loaded first, and the door shut behind it. */
const ocr = process.argv[2] === "ocr" ? loadOcr() : undefined;

async function loadOcr(): Promise<Ocr | undefined> {
  const { load } = await import("./ocr/ocr.ts");
  const loaded = await load().catch(() => undefined);
  // not in the types yet
  (process.permission as { drop?: (scope: string) => void }).drop?.("addon");
  return loaded;
}

async function readingOf(): Promise<Reading | undefined> {
  if (!ocr) return undefined;
  const loaded = await ocr;
  return { ocr: loaded, onPage: (page, of) => void process.send?.({ page, of } satisfies Progress) };
}

async function extract(file: Request): Promise<Outcome> {
  const start = performance.now();
  const content = await readFile(file, await readingOf());
  const read = performance.now();
  const pieces = split(content);
  const done = performance.now();
  return {
    extraction: {
      ...(content.title && { title: content.title }),
      pieces,
      ...(content.examples && { examples: content.examples }),
      milliseconds: { extract: Math.round(read - start), split: Math.round(done - read) },
    },
  };
}

function failure(error: unknown): Outcome {
  if (error instanceof NeedsOcr) return { needsOcr: true };
  if (error instanceof PublicError) return { code: error.code, message: error.message };
  return { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

// A parser caught in a loop never sees the parent go away; this thread does.
const watch = `
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 2000);
`;
new Worker(watch, { eval: true, stdin: false }).unref();
