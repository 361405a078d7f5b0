import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { check } from "@docent/core/backup/archive";
import * as Backup from "@docent/core/backup/backup";
import { Config } from "@docent/core/config";
import { chunkTable, documentTable } from "@docent/core/db/schema";
import type { Scope } from "@docent/core/scope";
import { startDesk } from "@docent/functions/local/desk";
import { restore } from "../../packages/functions/src/cli/restore.ts";
import { silentLog } from "../scope.ts";
import { fill } from "./corpus.ts";
import { round } from "./figures.ts";
import { watchMemory } from "./process-memory.ts";

const options = { folder: { type: "string" } } as const;

/**
 * How long it takes to back up a desk that runs, to read the backup through, and to restore it into an empty one with its
 * index; and how long people wait for the database at worst meanwhile.
 *
 * `--folder` fills the desk with the files below it; without it, with two thousand made-up documents.
 */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options });
  const folder = await mkdtemp(join(tmpdir(), "docent-bench-"));
  const file = join(folder, "desk.tar");
  const parts = { port: 0, demo: "false", ollamaUrl: "" };
  try {
    const desk = await startDesk(Config.parse({ ...parts, dataFolder: join(folder, "from") }), silentLog, {
      console: false,
      announce: false,
    });
    const { ports, company } = desk.local;
    const scope: Scope = { ...ports, actor: { type: "system", companyId: company.id, job: "bench" } };
    await fill(scope, values.folder);
    const documents = await ports.db.$count(documentTable);
    const passages = await ports.db.$count(chunkTable);
    const waits = watchWaits(scope);
    const before = Math.round(process.memoryUsage().rss / 1024 / 1024);
    const memory = watchMemory(process.pid);
    const backup = await timed(() =>
      pipeline(
        Readable.from(Backup.archive(ports, { folder: join(folder, "rows") }), { objectMode: false }),
        createWriteStream(file),
      ),
    );
    const longestWait = waits.stop();
    const peak = memory.stop();
    await desk.close();
    const reading = await timed(() => check(file));
    let rowsAndFiles = 0;
    const began = performance.now();
    await restore(Config.parse({ ...parts, dataFolder: join(folder, "to") }), file, {}, (line) => {
      if (line.startsWith("Index") && !rowsAndFiles) rowsAndFiles = (performance.now() - began) / 1000;
    });
    const { size } = await stat(file);
    return {
      documents,
      passages,
      megabytes: round(size / 1e6),
      seconds: {
        backup: round(backup),
        reading: round(reading),
        restore: { rowsAndFiles: round(rowsAndFiles), all: round((performance.now() - began) / 1000) },
      },
      longestWaitSeconds: round(longestWait / 1000, 2),
      megabytesOfMemory: { before, peak },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Asks the database for next to nothing, again and again; `stop` gives the longest wait in milliseconds. */
function watchWaits({ db }: Scope): { stop(): number } {
  let [longest, isOver] = [0, false];
  const look = async () => {
    while (!isOver) {
      const began = performance.now();
      await db.execute(sql`select 1`);
      longest = Math.max(longest, performance.now() - began);
      await setTimeout(10);
    }
  };
  void look();
  return {
    stop() {
      isOver = true;
      return longest;
    },
  };
}
