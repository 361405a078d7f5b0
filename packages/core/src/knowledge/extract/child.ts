import { Worker } from "node:worker_threads";
import { PublicError } from "../../error.ts";
import { split } from "../split.ts";
import type { Failure, Outcome, Reply, Request } from "./message.ts";
import { readFile } from "./read-file.ts";

/** The process that reads files: one at a time, for as long as its parent lives. */
process.on("message", (request: Request) => void answer(request));
process.on("disconnect", () => process.exit());

async function answer(file: Request): Promise<void> {
  const outcome = await extract(file).catch(failure);
  process.send?.({ ...outcome, residentBytes: process.memoryUsage.rss() } satisfies Reply);
}

async function extract(file: Request): Promise<Outcome> {
  const start = performance.now();
  const content = await readFile(file);
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

function failure(error: unknown): Failure {
  if (error instanceof PublicError) return { code: error.code, message: error.message };
  return { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

// A parser caught in a loop never sees the parent go away; this thread does.
const watch = `
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 2000);
`;
new Worker(watch, { eval: true, stdin: false }).unref();
