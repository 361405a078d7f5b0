import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { chunkTable, documentTable, versionTable } from "@docent/core/db/schema";
import { openPglite } from "@docent/core/db/open";
import { generationName } from "@docent/core/knowledge/index/generation";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";

/** Each at another moment in every run of this test; twenty in a row, among many more documents, are the benchmark's (`npm run bench -- ingest`). */
const kills = 12;
const documents = 200;

test(
  "killing the desk twelve times while it takes documents in loses nothing and doubles nothing",
  { timeout: 420_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-killed-"));
    const sent = new Set<string>();
    let batch = "";
    try {
      for (let kill = 0; kill < kills; kill++) {
        const desk = await startDeskProcess(folder);
        batch ||= await begin(desk);
        await Promise.race([addSome(desk, batch, sent), setTimeout(50 + Math.random() * 900)]);
        desk.process.kill("SIGKILL");
        await once(desk.process, "exit");
      }

      const desk = await startDeskProcess(folder);
      await addSome(desk, batch, sent, documents);
      const { documents: held, libraryId } = await settled(desk);
      expect(held).toBe(documents);
      expect((await desk.client.document.list.query({ libraryId })).states).toEqual({
        searchable: documents,
        underway: 0,
        failed: 0,
      });
      await expect
        .poll(async () => desk.client.batch.get.query({ id: batch }), { timeout: 30_000 })
        .toMatchObject({ state: "complete", received: documents, counts: { searchable: documents } });
      desk.process.kill("SIGTERM");
      await once(desk.process, "exit");

      const counted = await countEverything(folder);
      expect(counted.documents).toBe(documents);
      expect(counted.strayChunks).toBe(0);
      expect(counted.inIndex).toBe(counted.inLedger);
      expect(counted.chunks).toBe(counted.inLedger);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** Begins an import of all the documents. */
async function begin({ client, libraryId }: DeskProcess): Promise<string> {
  return (await client.batch.open.mutate({ libraryId, kind: "upload", name: "notes", expected: documents })).id;
}

/** Sends documents not sent before, several at a time, until all are there. One whose answer never came is sent again later. */
async function addSome(desk: DeskProcess, batch: string, sent: Set<string>, most = Infinity): Promise<void> {
  const waiting = Array.from({ length: documents }, (_, at) => `note-${at}.md`).filter((name) => !sent.has(name));
  let left = most;
  const send = async () => {
    for (let name = waiting.shift(); name && left-- > 0; name = waiting.shift()) {
      const text = Array.from(
        { length: 12 },
        (_, at) => `## Part ${at}\n\n${name} says word${at} ${"lorem ".repeat(90)}`,
      );
      try {
        const response = await fetch(
          `${desk.url}/api/libraries/${desk.libraryId}/documents?name=${name}&batch=${batch}`,
          {
            method: "POST",
            headers: { authorization: `Bearer ${desk.token}` },
            body: text.join("\n\n"),
          },
        );
        if (response.ok) sent.add(name);
      } catch {
        return; // the desk was killed
      }
    }
  };
  await Promise.all([send(), send(), send()]);
}

async function settled(desk: DeskProcess): Promise<{ documents: number; libraryId: string }> {
  for (;;) {
    const { total, states } = await desk.client.document.list.query({ libraryId: desk.libraryId });
    if (states.underway === 0) return { documents: total, libraryId: desk.libraryId };
    await setTimeout(100);
  }
}

async function countEverything(folder: string) {
  const database = await openPglite(join(folder, "database"));
  const { db } = database;
  const index = lanceDbIndex({ folder: join(folder, "index") });
  try {
    const [document] = await db
      .select({ n: count(), companyId: documentTable.companyId })
      .from(documentTable)
      .groupBy(documentTable.companyId);
    const versions = await db.select().from(versionTable).where(eq(versionTable.state, "searchable"));
    const [chunks] = await db.select({ n: count() }).from(chunkTable);
    const [current] = await db
      .select({ n: count() })
      .from(chunkTable)
      .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId));
    return {
      documents: document?.n ?? 0,
      inLedger: versions.reduce((sum, version) => sum + version.chunks, 0),
      inIndex: await index.size({ companyId: document?.companyId ?? "", generation: generationName(undefined) }),
      chunks: current?.n ?? 0,
      strayChunks: (chunks?.n ?? 0) - (current?.n ?? 0),
    };
  } finally {
    await index.close();
    await database.close();
  }
}
