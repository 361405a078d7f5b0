import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { openPglite } from "@docent/core/db/open";
import { triggerTable, writtenTextTable } from "@docent/core/db/schema";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";
import { fakeOpenAi } from "../fakes/openai-server.ts";

const kills = 3;
const texts = 24;

test(
  "killing the desk while questions are written loses none and doubles none, and the run ends by itself",
  { timeout: 400_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-writing-killed-"));
    await using model = await fakeOpenAi({ text: '{"questions": ["How long may I stay away?"]}', firstMs: 300 });
    model.ollamaModels = ["writer"];
    const environment = { DOCENT_OLLAMA_URL: model.origin };
    try {
      let desk = await startDeskProcess(folder, environment);
      await add(desk);
      await desk.client.writing.start.mutate({ libraryId: desk.libraryId });
      for (let kill = 0; kill < kills; kill++) {
        await setTimeout(300 + Math.random() * 500);
        desk.process.kill("SIGKILL");
        await once(desk.process, "exit");
        desk = await startDeskProcess(folder, environment);
      }
      expect(await ended(desk)).toMatchObject({ state: "finished", done: texts, written: texts, failed: 0, empty: 0 });
      desk.process.kill("SIGTERM");
      await once(desk.process, "exit");

      const opened = await openPglite(join(folder, "database"));
      const triggers = await opened.db.select({ chunkId: triggerTable.chunkId }).from(triggerTable);
      const written = await opened.db.select().from(writtenTextTable);
      await opened.close();
      expect(triggers).toHaveLength(texts);
      expect(new Set(triggers.map(({ chunkId }) => chunkId)).size).toBe(texts);
      expect(written).toHaveLength(texts);
      // whatever was being asked when the desk was killed is asked once more, and nothing else
      expect(model.log.length).toBeLessThanOrEqual(texts + kills * 3);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function add({ url, token, client, libraryId }: DeskProcess): Promise<void> {
  for (let at = 0; at < texts; at++) {
    const body = `Department ${at} grants everybody who works there thirty days of paid leave a year, ${at} of them in May.`;
    const address = `${url}/api/libraries/${libraryId}/documents?name=leave-${at}.md`;
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(address, { method: "POST", headers, body })).ok).toBe(true);
  }
  await expect
    .poll(async () => (await client.document.list.query({ libraryId })).states.searchable, { timeout: 60_000 })
    .toBe(texts);
}

async function ended({ client, libraryId }: DeskProcess) {
  for (;;) {
    const run = await client.writing.get.query({ libraryId });
    if (run?.state !== "queued" && run?.state !== "running") return run;
    await setTimeout(200);
  }
}
