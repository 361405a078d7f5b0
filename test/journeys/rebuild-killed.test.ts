import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chunkTable, documentTable, generationTable } from "@docent/core/db/schema";
import { openPglite } from "@docent/core/db/open";
import { spaceOf } from "@docent/core/knowledge/index/generation";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { useModelAt } from "../connect-model.ts";

const kills = 3;
const before = 26;
const partsEach = 12;

test(
  "killing the desk while it builds an index for an embedder loses nothing, doubles nothing and embeds nothing twice",
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-rebuild-"));
    await using server = await wordVectorServer();
    const model = { provider: "openai" as const, baseUrl: server.baseUrl, model: "words" };
    try {
      let desk = await startDeskProcess(folder);
      for (let at = 0; at < before; at++) await add(desk, `note-${at}.md`);
      await settled(desk);
      server.delayMs = 300;
      await useModelAt(desk.client, "embed", model);

      for (let kill = 0; kill < kills; kill++) {
        const name = `late-${kill}.md`;
        await add(desk, name);
        const [goes] = await documents(desk, `note-${kill}.md`);
        if (goes) await desk.client.document.remove.mutate({ ids: [goes.id] });
        const { hits } = await desk.client.search.run.query({ text: "note-20 says word3" });
        expect(hits[0]?.title).toBe("note-20");
        await setTimeout(Math.random() * 1_500);
        desk.process.kill("SIGKILL");
        await once(desk.process, "exit");
        desk = await startDeskProcess(folder);
      }

      const { next } = await desk.client.generation.status.query();
      expect(next?.state ?? "done").toMatch(/building|done/);
      await settled(desk);
      const after = await desk.client.generation.status.query();
      expect(after.current).toMatchObject({ dimensions: 64 });
      const { routes, hits } = await desk.client.search.run.query({ text: "late-2 says word3" });
      expect(hits[0]?.title).toBe("late-2");
      expect(routes["vector-passage"]?.length).toBeGreaterThan(0);
      desk.process.kill("SIGKILL");
      await once(desk.process, "exit");

      // a start takes away what was left of the old index
      desk = await startDeskProcess(folder);
      desk.process.kill("SIGTERM");
      await once(desk.process, "exit");
      const counted = await countEverything(folder);
      expect(counted).toEqual({
        documents: before,
        chunks: before * partsEach,
        rows: before * partsEach,
        vectors: before * partsEach,
        generations: ["current"],
        folders: 1,
      });
      // a step that was cut off is embedded again, and no more than that
      const steps = kills * 256;
      expect(server.embedded.length).toBeLessThan((before + kills) * partsEach + steps);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function add(desk: DeskProcess, name: string): Promise<void> {
  const parts = Array.from(
    { length: partsEach },
    (_, at) => `## Part ${at}\n\n${name} says word${at} ${"lorem ".repeat(90)}`,
  );
  const response = await fetch(`${desk.url}/api/libraries/${desk.libraryId}/documents?name=${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${desk.token}` },
    body: parts.join("\n\n"),
  });
  expect(response.ok).toBe(true);
}

async function documents(desk: DeskProcess, text: string) {
  return (await desk.client.document.list.query({ libraryId: desk.libraryId, text })).items;
}

/** Until all documents are taken in and no change of the index is under way. */
async function settled(desk: DeskProcess): Promise<void> {
  for (;;) {
    const { states } = await desk.client.document.list.query({ libraryId: desk.libraryId });
    const { next } = await desk.client.generation.status.query();
    if (next?.error) throw new Error(next.error);
    if (states.underway === 0 && !next) return;
    await setTimeout(100);
  }
}

async function countEverything(folder: string) {
  const database = await openPglite(join(folder, "database"));
  const { db } = database;
  const index = lanceDbIndex({ folder: join(folder, "index") });
  try {
    const generations = await db.select().from(generationTable);
    const [current] = generations.filter(({ state }) => state === "current");
    if (!current) throw new Error("no current generation");
    const versions = await db
      .select({ id: documentTable.currentVersionId })
      .from(documentTable)
      .where(isNull(documentTable.removedAt));
    return {
      documents: versions.length,
      chunks: await db.$count(chunkTable),
      rows: await index.size(spaceOf(current)),
      vectors: (await index.sample(spaceOf(current), "vector-passage", 10_000)).length,
      generations: generations.map(({ state }) => state),
      folders: (await readdir(join(folder, "index"))).length,
    };
  } finally {
    await index.close();
    await database.close();
  }
}
