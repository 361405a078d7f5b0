import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PublicError } from "@docent/core/error";

/** What a running desk tells others on the same machine. Only the folder's owner can read it. */
export interface DeskFile {
  pid: number;
  /** Set once the desk answers; absent while it starts, or when no server runs (a command has the folder open). */
  url?: string;
  /** Lets the command line in. */
  token: string;
}

export interface DataFolder {
  path: string;
  database: string;
  files: string;
  index: string;
  models: string;
  letters: string;
  secret: string;
  token: string;
  /** Tells where the desk answers. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

/** The desk that holds the folder, when its process is alive. */
export async function findDesk(folder: string): Promise<DeskFile | undefined> {
  try {
    const desk: unknown = JSON.parse(await readFile(join(folder, "desk.json"), "utf8"));
    return isDeskFile(desk) && isAlive(desk.pid) ? desk : undefined;
  } catch {
    return undefined; // no file, or one cut short by a crash: nobody holds the folder
  }
}

/** Takes the folder for this process alone, making it when needed. Throws `folder.in_use` when another process holds it. */
export async function takeDataFolder(folder: string, givenSecret?: string): Promise<DataFolder> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const deskFile = join(path, "desk.json");
  const desk: DeskFile = { pid: process.pid, token: randomBytes(24).toString("base64url") };
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(deskFile, "wx", 0o600);
      await handle.writeFile(JSON.stringify(desk));
      await handle.close();
      break;
    } catch (error) {
      if (!isExists(error)) throw error;
      const holder = await findDesk(path);
      if (holder || attempt > 2) throw inUse(path, holder?.pid);
      await rm(deskFile, { force: true });
    }
  }
  return {
    path,
    database: join(path, "database"),
    files: join(path, "files"),
    index: join(path, "index"),
    models: join(path, "models"),
    letters: join(path, "letters"),
    secret: givenSecret ?? (await keptSecret(join(path, "secret"))),
    token: desk.token,
    async announce(url) {
      await writeFile(deskFile, JSON.stringify({ ...desk, url }), { mode: 0o600 });
    },
    async release() {
      await rm(deskFile, { force: true });
    },
  };
}

async function keptSecret(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    const secret = randomBytes(32).toString("base64url");
    await writeFile(path, secret, { mode: 0o600, flag: "wx" });
    return secret;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isExists(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function isDeskFile(value: unknown): value is DeskFile {
  return (
    typeof value === "object" && value !== null && "pid" in value && typeof value.pid === "number" && "token" in value
  );
}

function inUse(path: string, pid: number | undefined) {
  const who = pid ? ` by process ${pid}` : "";
  const message = `The data folder ${path} is in use${who}. Stop that process first, or set DOCENT_DATA to another folder.`;
  return new PublicError("conflict", "folder.in_use", message);
}
