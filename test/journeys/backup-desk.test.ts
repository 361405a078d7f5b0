import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backup } from "../../packages/functions/src/cli/backup.ts";
import { testDesk, type TestDesk } from "../desk.ts";
import { wordVectorServer, type WordVectorServer } from "../fakes/word-vector-server.ts";
import { accountOf, backUp, fill, restoredDesk, type Filled } from "../moved-desk.ts";
import { freshDatabase, postgresServer } from "../postgres.ts";

let embedder: WordVectorServer;
let desk: TestDesk;
let folder: string;
let filled: Filled;
let before: Awaited<ReturnType<typeof accountOf>>;
let file: string;

beforeAll(async () => {
  embedder = await wordVectorServer();
  folder = await mkdtemp(join(tmpdir(), "docent-moved-"));
  desk = await testDesk();
  filled = await fill(desk, embedder.baseUrl);
  file = join(folder, "desk.tar.gz");
  await backUp(desk, file);
  before = await accountOf(desk, filled);
}, 120_000);
afterAll(async () => {
  await desk.end();
  await rm(folder, { recursive: true, force: true });
  await embedder[Symbol.asyncDispose]();
});

test("a desk that was backed up while it ran is the same in another folder: people, keys, answers, originals", async () => {
  const embedded = embedder.embedded.length;
  const { json, desk: restored } = await restoredDesk(file, folder);
  const madeAnew = embedder.embedded.slice(embedded);
  try {
    expect(json).toMatchObject({ companies: ["Test"], missing: 0, index: "complete" });
    expect(await accountOf(restored, filled)).toEqual(before);
    expect(before.byKey).toBe(200);
    expect(before.passages.flat()).not.toEqual([]);
    // vectors of passages travel; a model is asked for those of questions alone
    expect(madeAnew).toEqual(["How long is parental leave?"]);
  } finally {
    await restored.end();
  }
}, 120_000);

test("only whoever can read the data folder gets a backup", async () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${desk.url}/api/backup`, { method: "POST", headers, body: "{}" });

  const answers = await Promise.all([ask({}), ask({ authorization: `Bearer ${filled.apiKey}` }), ask({ authorization: "Bearer none" })]); // prettier-ignore

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

test("a backup that breaks off leaves no file, and one that is there is not written over", async () => {
  const broken = join(folder, "broken.tar");
  const desk = {
    backup: async () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(1000);
          throw new Error("the desk ended");
        })(),
      ),
  };

  await expect(backup(desk, broken, () => undefined)).rejects.toMatchObject({ code: "backup.broken_off" });
  await expect(backup(desk, file, () => undefined)).rejects.toMatchObject({ code: "backup.file_exists" });
  expect((await readdir(folder)).filter((name) => name.startsWith("broken"))).toEqual([]);
});

test.skipIf(!postgresServer)(
  "from the built-in database to a PostgreSQL server, and back (TEST_DATABASE_URL)",
  async () => {
    const { desk: moved } = await restoredDesk(file, folder, { databaseUrl: await freshDatabase() });
    const second = join(folder, "moved.tar");
    expect(await accountOf(moved, filled)).toEqual(before);
    await backUp(moved, second);
    await moved.end();

    const { desk: back } = await restoredDesk(second, folder);
    expect(await accountOf(back, filled)).toEqual(before);
    await back.end();
  },
  180_000,
);
