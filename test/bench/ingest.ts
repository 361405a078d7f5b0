import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";
import { round } from "./figures.ts";
import { countEverything } from "./ingest-counts.ts";
import { loadFiles, type LoadFiles } from "./load-files.ts";
import { watchMemory } from "./process-memory.ts";

const options = { kills: { type: "string", default: "0" }, most: { type: "string" } } as const;
const uploadsAtOnce = 8;
const pollMs = 250;

/**
 * How long it takes until all files of a folder are searchable on a desk in a process of its own, with words alone, and
 * whether every one of them is accounted for: counts in the ledger, the database, the index and the file store.
 *
 * The folder is the argument, or DOCENT_BENCH_FOLDER, or the data sets that lie beside this repository; archives in it are
 * unpacked. `--most` takes so many of the files. `--kills` ends the desk with SIGKILL so many times at random moments
 * while they come in, and starts it again.
 */
export async function run(args: string[]) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const from = positionals[0] ?? process.env["DOCENT_BENCH_FOLDER"] ?? "../shared/data/load";
  await using load = await loadFiles(from, values.most ? Number(values.most) : undefined);
  const folder = await mkdtemp(join(tmpdir(), "docent-bench-"));
  try {
    const took = await bringIn(folder, load.files, Number(values.kills));
    const counts = await countEverything(folder, new Set(load.files.map(({ name }) => name)));
    const { documents, chunks, failed, seconds, ...others } = counts;
    return {
      documents,
      documentsPerHour: Math.round((documents / took.all) * 3600),
      chunks,
      failed,
      peakMegabytes: took.peakMegabytes,
      seconds: { all: round(took.all), receiving: round(took.receiving), ...seconds },
      kills: took.kills,
      ...others,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends everything and waits until it is settled; each kill comes at a random moment of its own share of the way. */
async function bringIn(folder: string, files: LoadFiles["files"], kills: number) {
  const sending: Sending = { waiting: [...files], sentAt: 0, started: performance.now() };
  let peakMegabytes = 0;
  for (let turn = 0; ; turn++) {
    const desk = await startDeskProcess(folder);
    const memory = watchMemory(desk.process.pid ?? 0);
    const isLast = turn >= kills;
    const until = isLast ? Infinity : files.length * ((turn + Math.random()) / (kills + 1));
    const uploading = Array.from({ length: uploadsAtOnce }, () => send(desk, sending));
    await settled(desk, sending, files.length, until);
    if (!isLast) await setTimeout(Math.random() * 1000);
    const all = (performance.now() - sending.started) / 1000;
    desk.process.kill(isLast ? "SIGTERM" : "SIGKILL");
    await once(desk.process, "exit");
    await Promise.all(uploading);
    peakMegabytes = Math.max(peakMegabytes, memory.stop());
    if (isLast) return { all, receiving: (sending.sentAt - sending.started) / 1000, peakMegabytes, kills: turn };
  }
}

interface Sending {
  waiting: LoadFiles["files"];
  started: number;
  /** When the last file was received. */
  sentAt: number;
}

/** One whose answer never came is sent again to the next desk. */
async function send(desk: DeskProcess, sending: Sending): Promise<void> {
  const headers = { authorization: `Bearer ${desk.token}` };
  for (let file = sending.waiting.shift(); file; file = sending.waiting.shift()) {
    const address = `${desk.url}/api/libraries/${desk.libraryId}/documents?name=${encodeURIComponent(file.name)}`;
    try {
      const response = await fetch(address, { method: "POST", headers, body: await openAsBlob(file.path) });
      if (!response.ok) throw new Error(`${file.name}: ${await response.text()}`);
      sending.sentAt = performance.now();
    } catch (error) {
      sending.waiting.push(file);
      // the desk was killed
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

/** Waits until so many documents are searchable or failed, and when that is all of them until nothing is underway. */
async function settled(desk: DeskProcess, sending: Sending, all: number, most: number): Promise<void> {
  for (;;) {
    const { states } = await desk.client.document.list.query({ libraryId: desk.libraryId, pageSize: 1 });
    const done = states.searchable + states.failed;
    if (done >= most || (done >= all && states.underway === 0 && sending.waiting.length === 0)) return;
    await setTimeout(pollMs);
  }
}
