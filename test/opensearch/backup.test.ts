import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { testDesk } from "../desk.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { accountOf, backUp, fill, restoredDesk } from "../moved-desk.ts";

const node = inject("openSearch");

test.skipIf(!node)("a desk moves into OpenSearch and back by its backup, and answers as before", async () => {
  await using embedder = await wordVectorServer();
  const folder = await mkdtemp(join(tmpdir(), "docent-moved-"));
  const [desk, first, second] = [await testDesk(), join(folder, "built-in.tar"), join(folder, "open-search.tar")];
  const filled = await fill(desk, embedder.baseUrl);
  await backUp(desk, first);
  const before = await accountOf(desk, filled);
  await desk.end();

  const inCluster = { openSearchUrl: node?.url ?? "", openSearchPrefix: "moved" };
  const { json, desk: moved } = await restoredDesk(first, folder, inCluster);
  expect(json).toMatchObject({ index: "complete" });
  expect(await accountOf(moved, filled)).toEqual(before);
  await backUp(moved, second);
  await moved.end();

  const { desk: back } = await restoredDesk(second, folder);
  expect(await accountOf(back, filled)).toEqual(before);
  await back.end();
  await rm(folder, { recursive: true, force: true });
});
