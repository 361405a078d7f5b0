import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { addDemo } from "@docent/functions/local/demo";
import { prepared, preparedFile } from "../aws/prepared.ts";

const main = join(import.meta.dirname, "../../packages/functions/src/local/main.ts");
const endMs = 15_000;

/** A desk as a person starts it: a process of its own, in a folder that is thrown away, with the console and the handbook. */
export interface DeskProcess extends AsyncDisposable {
  url: string;
  /** The link for the first administrator, as it was printed. */
  setUpUrl: string;
}

/**
 * Resolves when the desk has printed where it is. Builds the console first if its sources are newer than what was built.
 * Where tests run on a stage it is one of those, with the same handbook.
 */
export async function startDesk(): Promise<DeskProcess> {
  if (preparedFile) return deskOnStage(preparedFile);
  const folder = await mkdtemp(join(tmpdir(), "docent-browser-"));
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      DOCENT_DATA: folder,
      PORT: "0",
      DOCENT_OLLAMA_URL: "",
      DOCENT_MODEL_HUB: "http://127.0.0.1:9",
      // the web of these tests is on this machine
      DOCENT_SOURCE_NETWORKS: "127.0.0.1",
      DOCENT_SOURCE_DELAY: "0",
      DOCENT_SOURCE_FOLDERS: join(import.meta.dirname, "../fixtures"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const asyncDispose = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url ??= /ready at (\S+)/.exec(line)?.[1];
    const setUpUrl = /administrator at (\S+)/.exec(line)?.[1];
    if (!url || !setUpUrl) continue;
    child.stdout.resume();
    return { url, setUpUrl, [Symbol.asyncDispose]: asyncDispose };
  }
  await asyncDispose();
  throw new Error("the desk ended before it was ready");
}

async function deskOnStage(file: string): Promise<DeskProcess> {
  const { stageDesk } = await import("../aws/stage-desk.ts");
  const desk = await stageDesk(prepared(file), {});
  await addDemo(desk.local);
  return { url: desk.url, setUpUrl: desk.setUpUrl ?? "", [Symbol.asyncDispose]: () => desk.end() };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([exited, sleep(endMs, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await exited;
}
