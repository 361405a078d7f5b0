import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, glob, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { whereIs } from "../opensearch/java.ts";
import { postgresServer } from "../postgres.ts";

const run = promisify(execFile);

export interface PostgresServer extends AsyncDisposable {
  /** Of its first database; others may be made beside it. */
  url: string;
}

/** The PostgreSQL that TEST_DATABASE_URL names, or one of this machine's own programs. Throws an error that says what is missing. */
export async function realPostgres(): Promise<PostgresServer> {
  if (postgresServer) return { url: postgresServer, [Symbol.asyncDispose]: () => Promise.resolve() };
  const programs = await programsFolder();
  const folder = await mkdtemp(join(tmpdir(), "docent-postgres-"));
  const user = await whoRunsIt();
  if (user) {
    await chown(folder, user.uid, user.gid);
    await chmod(folder, 0o755);
  }
  const data = join(folder, "data");
  const as = { cwd: folder, ...user };
  await run(
    join(programs, "initdb"),
    ["-D", data, "-U", "docent", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
    as,
  );
  const port = await freePort();
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`];
  // many functions, and nothing that would have to outlive the machine
  const quick = ["max_connections=500", "fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const options = [...settings, ...quick].flatMap((setting) => ["-c", setting]);
  const child = spawn(join(programs, "postgres"), ["-D", data, ...options], { ...as, stdio: "ignore" });
  const url = `postgres://docent@127.0.0.1:${port}/postgres`;
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill("SIGQUIT");
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(url, child);
    return { url, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Makes a database beside the first one, as a copy of another one when it is named. Gives its address. */
export async function makeDatabase(server: string, name: string, template?: string): Promise<string> {
  await ask(server, `create database ${name}${template ? ` template ${template}` : ""}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database, whoever is still connected to it. */
export async function dropDatabase(server: string, name: string): Promise<void> {
  await ask(server, `drop database if exists ${name} with (force)`);
}

async function ask(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Where its programs are: on the path, or the newest where Debian keeps them. */
async function programsFolder(): Promise<string> {
  const onPath = await whereIs("initdb");
  if (onPath) return dirname(onPath);
  const found = await Array.fromAsync(glob("/usr/lib/postgresql/*/bin"));
  const newest = found.toSorted((one, other) => Number(one.split("/")[4]) - Number(other.split("/")[4])).at(-1);
  if (!newest) throw new Error("there is no PostgreSQL (initdb, postgres)");
  return newest;
}

/** PostgreSQL refuses to run as root: root runs it as the owner of the programs' own data, or as nobody. */
async function whoRunsIt(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = { uid: 65534, gid: 65534 };
  return stat("/var/lib/postgresql").then(
    ({ uid, gid }) => (uid ? { uid, gid } : nobody),
    () => nobody,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answers(url: string, child: { exitCode: number | null }): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode} before it answered`);
    if (
      await ask(url, "select 1").then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
}
