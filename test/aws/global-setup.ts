import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringUpToDate, connectPostgres } from "@docent/core/db/postgres";
import { consoleFolder } from "@docent/functions/compose/local";
import { buildConsole } from "@docent/functions/local/console";
import { platform } from "../infra/synth/place.ts";
import { startParts } from "./parts.ts";
import { plan, unpackFunctions } from "./plan.ts";
import { makeDatabase } from "./postgres.ts";
import type { Prepared } from "./prepared.ts";

/** The stage's plan, its functions and the parts, once for all tests. Where they cannot be had, nothing is run and one line says why. */
export async function setup(): Promise<() => Promise<void>> {
  const stack = new AsyncDisposableStack();
  try {
    const folder = stack.adopt(await mkdtemp(join(tmpdir(), "docent-stage-")), remove);
    const file = join(folder, "prepared.json");
    await writeFile(file, JSON.stringify(await prepare(stack)));
    process.env["DOCENT_TEST_STAGE"] = file;
    return () => stack.disposeAsync();
  } catch (error) {
    await stack.disposeAsync();
    console.log(`Stage: skipped, ${error instanceof Error ? error.message : String(error)}.`);
    process.exit(0);
  }
}

async function prepare(stack: AsyncDisposableStack): Promise<Prepared> {
  if (!existsSync(platform)) throw new Error("SST's components are not here (node test/infra/platform.ts)");
  if (!existsSync(consoleFolder())) await buildConsole();
  const planned = await plan();
  const functions = stack.adopt(await unpackFunctions(planned), remove);
  const { place } = stack.use(await startParts(planned.cors));
  if (place.database.only) throw new Error("there is no PostgreSQL (initdb, postgres)");
  const template = "docent_template";
  const postgres = connectPostgres({ connectionString: await makeDatabase(place.database.url, template) });
  await bringUpToDate(postgres);
  await postgres.close();
  return { plan: planned, functions, place, template };
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
