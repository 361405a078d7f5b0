import { access, constants, readFile, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Config } from "@docent/core/config";
import * as Base from "@docent/core/doctor/base";
import { diskFinding } from "@docent/core/doctor/room";
import { fail, ok, warn, type Checked, type Finding } from "@docent/core/doctor/finding";
import type { CheckName } from "@docent/core/doctor/check-name";
import { reasonOf } from "@docent/core/doctor/reason";
import { connectPostgres } from "@docent/core/db/postgres";
import { findDesk } from "../../compose/data-folder.ts";
import { machineOf } from "../../compose/machine.ts";
import { timed } from "./timed.ts";

const nodeLeast = "20.19";

/** What can be checked of a desk that is not running: what its next start will find. */
export async function offline(config: Config): Promise<Checked[]> {
  const path = resolve(config.dataFolder);
  const checks: [CheckName, () => Promise<Finding | undefined>][] = [
    ["reach", async () => fail("reach.stopped", { path })],
    ["settings", async () => node()],
    ["folder", () => folder(path)],
    ["lock", () => lock(path)],
    ["port", () => port(config)],
    ["disk", () => disk(path)],
    ["database", () => database(config)],
  ];
  const found = await Promise.all(checks.map(([check, run]) => timed(check, run)));
  return found.filter((one) => one !== undefined);
}

function node(): Finding {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = nodeLeast.split(".").map(Number);
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld ? fail("settings.node", { node, least: nodeLeast }) : ok("settings.read", { node });
}

async function folder(path: string): Promise<Finding> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return ok("folder.absent", { path });
  try {
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return fail("folder.closed", { path, message: reasonOf(error) });
  }
  // Windows knows no such bits
  const isOpen = process.platform !== "win32" && (there.mode & 0o077) !== 0;
  return isOpen ? warn("folder.open", { path }) : ok("folder.ready", { path });
}

async function lock(path: string): Promise<Finding> {
  const holder = await findDesk(path);
  if (holder) return warn("lock.starting", { pid: holder.pid });
  const left = await readFile(join(path, "desk.json"), "utf8").catch(() => undefined);
  if (left === undefined) return ok("lock.free");
  return ok("lock.left", { pid: /"pid":\s*(\d+)/.exec(left)?.[1] ?? "?" });
}

async function port({ host, port: wanted }: Config): Promise<Finding | undefined> {
  if (wanted === 0) return undefined;
  const server = createServer();
  const isFree = await new Promise<boolean>((settle) => {
    server.once("error", () => settle(false));
    server.listen(wanted, host, () => settle(true));
  });
  if (!isFree) return fail("port.taken", { port: wanted });
  await new Promise<void>((settle) => server.close(() => settle()));
  return ok("port.free", { port: wanted });
}

/** Of the folder, or of where it is going to be. */
async function disk(path: string): Promise<Finding> {
  for (let at = path; ; at = join(at, "..")) {
    if (at === join(at, "..") || (await stat(at).catch(() => undefined)))
      return diskFinding(await machineOf(at).disk());
  }
}

/** A server of its own; the built-in database is opened by the desk alone. */
async function database({ databaseUrl }: Config): Promise<Finding | undefined> {
  if (!databaseUrl) return undefined;
  const postgres = connectPostgres({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 10_000 });
  try {
    return await Base.answers(postgres);
  } finally {
    await postgres.close();
  }
}
