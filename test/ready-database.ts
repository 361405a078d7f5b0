import { cp, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPglite } from "@docent/core/db/open";

/** Where the run keeps the database that desks begin with. Outside of vitest there is none, and a desk makes its own. */
const place = "DOCENT_TEST_READY_DATABASE";

/** Vitest calls it around the whole run. */
export default async function keepReadyDatabase(): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "docent-ready-"));
  process.env[place] = home;
  return () => rm(home, { recursive: true, force: true });
}

let made: Promise<string> | undefined;

/**
 * Puts an empty database that is up to date into a new folder: copying it takes a tenth of the time it takes to make
 * one. Where there is no folder yet nothing is put, and desks of the command line and of browser tests do without, so
 * that beginning with nothing stays tested.
 */
export async function putReadyDatabase(folder: string): Promise<void> {
  const home = process.env[place];
  const database = join(folder, "database");
  if (!home || !(await isThere(folder)) || (await isThere(database))) return;
  made ??= makeIn(home);
  await cp(await made, database, { recursive: true });
}

/** Made once for all processes of the run; of two that begin at the same time, one is kept. */
async function makeIn(home: string): Promise<string> {
  const ready = join(home, "database");
  if (await isThere(ready)) return ready;
  const own = join(home, `database-${process.pid}`);
  const database = await openPglite(own);
  await database.close();
  await rename(own, ready).catch(async (error: unknown) => {
    if (!(await isThere(ready))) throw error;
  });
  return ready;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
