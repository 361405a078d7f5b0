import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import { takeDataFolder } from "@docent/functions/compose/data-folder";
import { doctor, type Options } from "@docent/functions/cli/doctor/doctor";
import { layCable } from "../browser/cable.ts";
import { administrator, signIn, testDesk, type TestDesk } from "../desk.ts";
import { startProxy, type ProxyHabits } from "../fakes/proxy.ts";
import { freshDatabase, postgresServer } from "../postgres.ts";

// every check of a live connection takes some seconds
vi.setConfig({ testTimeout: 120_000 });

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
  (await desk.setUp()).close();
}, 240_000);
afterAll(() => desk.end());

interface Result {
  exitCode: number | undefined;
  text: string;
  verdict: string;
  /** By check: its verdict and what was found. */
  found: Record<string, string>;
}

const here = () => Config.parse({ dataFolder: desk.folder, port: 0 });

async function examined(options: Options, config: () => Config = here): Promise<Result> {
  const { json, text, exitCode } = await doctor({ language: "en", ...options }, config, () => undefined);
  const { verdict, checks } = json as { verdict: string; checks: Record<"check" | "verdict" | "code", string>[] };
  const found = Object.fromEntries(checks.map((one) => [one.check, `${one.verdict} ${one.code}`]));
  return { exitCode, text, verdict, found };
}

async function through(habits: ProxyHabits, options: Options = {}): Promise<Result> {
  await using proxy = await startProxy(desk.url, habits);
  // awaited here, before the proxy is gone
  return await examined({ url: proxy.url, ...options });
}

const asAdministrator = { email: administrator.email, password: administrator.password };

test("a desk that is well is checked from its folder, with its live connection cut in the middle", async () => {
  const { exitCode, text, found } = await examined({});

  const { disk, memory, ...others } = found;
  expect(Object.values(others).filter((one) => !one.startsWith("ok "))).toEqual([]);
  // how much of them there is depends on the machine
  expect([disk, memory]).toEqual([expect.stringMatching(/disk\./), expect.stringMatching(/memory\./)]);
  expect(found).toMatchObject({ lock: "ok lock.served", socket: "ok socket.whole", workers: "ok workers.take" });
  expect(text).toMatch(/60 pieces came through 1 cut of the line, none lost, doubled or out of order/);
  expect(text).toMatch(/\d+ fine, \d to look at, 0 to mend\./);
  expect(exitCode).toBe(0);
});

test("a desk anywhere is checked by an administrator's password", async () => {
  const { found } = await through({}, asAdministrator);

  expect(found).toMatchObject({
    "sign-in": "ok sign_in.done",
    proxy: "ok proxy.clear",
    socket: "ok socket.whole",
    database: "ok database.answers",
    // it was asked for by the proxy's address
    address: "warn address.other",
  });
});

test("by a key everything is checked but the live connection, which keys cannot open", async () => {
  const person = await signIn(desk.url, administrator.email, administrator.password);
  const { key } = await person.client.apiKey.create.mutate({ name: "Doctor", scopes: ["administer"], days: 1 });
  const { key: other } = await person.client.apiKey.create.mutate({ name: "Reader", scopes: ["read"], days: 1 });
  person.close();

  expect((await examined({ url: desk.url, key })).found).toMatchObject({
    socket: "ok socket.skipped",
    database: "ok database.answers",
  });
  expect(await examined({ url: desk.url, key: other })).toMatchObject({
    exitCode: 1,
    found: { "sign-in": "fail sign_in.refused" },
  });
});

test("without anybody signing in, only the way to the desk is checked, and that is said", async () => {
  const { exitCode, found, text } = await examined({ url: desk.url });

  expect(found).toMatchObject({ reach: "ok reach.answers", "sign-in": "ok sign_in.not_asked" });
  expect(found["database"]).toBeUndefined();
  expect(text).toContain("--email");
  expect(exitCode).toBe(0);
});

test("a wrong password is told", async () => {
  const { exitCode, found } = await examined({ url: desk.url, email: administrator.email, password: "wrong" });

  expect(found["sign-in"]).toBe("fail sign_in.refused");
  expect(exitCode).toBe(1);
});

test("a proxy that hides the host, refuses files or takes headers away is told apart", async () => {
  expect(await through({ host: "inner.example.org" })).toMatchObject({
    exitCode: 1,
    found: { proxy: "fail proxy.host" },
  });
  expect((await through({ bodyMax: 1024 * 1024 })).found["proxy"]).toBe("fail proxy.bodies");
  expect((await through({ drops: ["content-security-policy"] })).found["headers"]).toBe("warn headers.lost");
});

test("a proxy without WebSockets, one that lets nobody back in, and one that holds text back are told apart", async () => {
  const none = await through({ socketsMax: 0 }, asAdministrator);
  const once = await through({ socketsMax: 1 }, asAdministrator);
  const held = await through({ holdMs: 2_500 }, asAdministrator);

  expect(none.found["socket"], none.text).toBe("fail socket.closed");
  expect(none.text).toContain("503");
  expect(once.found["socket"], once.text).toBe("fail socket.lost");
  expect(held.found["socket"], held.text).toBe("warn socket.held");
});

test("what cannot be reached is told apart by what to mend", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise<void>((resolve) => closed.close(() => resolve()));

  expect(await examined({ url: `http://127.0.0.1:${port}` })).toMatchObject({
    exitCode: 2,
    found: { reach: "fail reach.refused" },
  });
  expect((await examined({ url: "http://desk.invalid" })).found["reach"]).toBe("fail reach.unknown_host");
  const gone = await through({ status: 502 });
  expect(gone).toMatchObject({ exitCode: 2, found: { reach: "fail reach.other" } });
  expect(gone.text).toContain("start the desk");
});

test("where no desk runs, it is said how to start one, and what its start will find", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docent-doctor-"));
  const dataFolder = join(folder, "data");
  await mkdir(dataFolder, { mode: 0o755 });
  await chmod(dataFolder, 0o755);
  await writeFile(join(dataFolder, "desk.json"), JSON.stringify({ pid: 2 ** 22 + 1, token: "gone" }));
  const { port } = new URL(desk.url);
  const config = () => Config.parse({ dataFolder, port, databaseUrl: "postgres://docent@127.0.0.1:9/docent" });

  const { exitCode, text, found } = await examined({}, config);

  expect(exitCode).toBe(2);
  expect(found).toMatchObject({
    reach: "fail reach.stopped",
    folder: "warn folder.open",
    lock: "ok lock.left",
    port: "fail port.taken",
    database: "fail database.unreachable",
  });
  expect(text).toContain("npm start");
  expect(text).toContain(`chmod 700 ${dataFolder}`);
  await rm(folder, { recursive: true });
});

test("a folder that a command has open, and a configuration that cannot be read, are told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docent-doctor-"));
  const held = await takeDataFolder(folder);
  const config = () => Config.parse({ dataFolder: folder, port: 0 });

  expect((await examined({}, config)).found["lock"]).toBe("warn lock.starting");
  await held.release();
  await rm(folder, { recursive: true });
  const wrong = (): never => {
    throw new PublicError("invalid", "config.invalid", "PORT: must be a number");
  };
  expect(await examined({}, wrong)).toMatchObject({ exitCode: 2, found: { settings: "fail settings.wrong" } });
});

test("the command prints JSON, sentences in the language asked for, and ends with a code for programs", async () => {
  const main = join(import.meta.dirname, "../../packages/functions/src/cli/main.ts");
  const docent = (...args: string[]) =>
    new Promise<{ code: unknown; out: string }>((resolve) => {
      const env = { ...process.env, DOCENT_DATA: desk.folder, PORT: "0" };
      execFile(process.execPath, [main, "doctor", ...args], { env }, (error, out) =>
        resolve({ code: error?.code ?? 0, out }),
      );
    });

  const told = await docent("--json", "--language", "zh");
  const json = JSON.parse(told.out) as { url: string; checks: { check: string; says: string }[] };
  const stopped = await docent("--data", join(desk.folder, "elsewhere"), "--language", "zh");

  expect(json.url).toBe(desk.url);
  expect(json.checks.find(({ check }) => check === "socket")?.says).toContain("没有丢失、重复或错序");
  expect(told.code).toBe(0);
  expect(stopped.code).toBe(2);
  expect(stopped.out).toContain("请启动：npm start");
});

test.skipIf(!postgresServer)(
  "a database that has stopped is told by whoever holds the folder",
  async () => {
    const server = await freshDatabase();
    await using cable = await layCable(server);
    const databaseUrl = Object.assign(new URL(server), { port: new URL(cable.url).port, hostname: "127.0.0.1" }).href;
    const other = await testDesk({ databaseUrl });
    cable.cut();

    const { exitCode, found } = await examined({}, () => Config.parse({ dataFolder: other.folder, port: 0 }));

    cable.mend();
    expect(exitCode).toBe(1);
    expect(found).toMatchObject({ reach: "ok reach.answers", database: "fail database.unreachable" });
    await other.end();
  },
  120_000,
);
