import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { openPglite } from "@docent/core/db/open";
import { generationTable } from "@docent/core/db/schema";
import * as Generation from "@docent/core/knowledge/index/generation-row";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import { filesHolding } from "../bytes.ts";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";
import { rowsHolding } from "../tables.ts";

const documents = 60;
const kills = 4;

test(
  "a desk that is killed while documents are deleted, again and again, leaves nothing of them",
  { timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "docent-gone-"));
    try {
      const first = await startDeskProcess(folder);
      await Promise.all(Array.from({ length: documents }, (_, at) => upload(first, `note-${at}.md`)));
      const { libraryId } = first;
      await until(async () => (await first.client.document.list.query({ libraryId })).states.searchable === documents);
      const { items } = await first.client.document.list.query({ libraryId, pageSize: 200 });
      await first.client.document.remove.mutate({ ids: items.map(({ id }) => id) });
      await setTimeout(Math.random() * 300);
      await end(first, "SIGKILL");

      for (let kill = 1; kill < kills; kill++) {
        const desk = await startDeskProcess(folder);
        await setTimeout(Math.random() * 300);
        await end(desk, "SIGKILL");
      }

      const last = await startDeskProcess(folder);
      // a library can be removed once nothing of it is left
      await until(() =>
        last.client.library.remove.mutate({ id: libraryId }).then(
          () => true,
          () => false,
        ),
      );
      await end(last, "SIGTERM");
      expect(await leftIn(folder)).toEqual({ rows: [], files: [], indexRows: 0, index: [] });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function upload(desk: DeskProcess, name: string): Promise<void> {
  await fetch(`${desk.url}/api/libraries/${desk.libraryId}/documents?name=${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${desk.token}` },
    body: `# Note\n\n${name} says zyxquark. ${"lorem ".repeat(90)}`,
  });
}

async function end(desk: DeskProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  desk.process.kill(signal);
  await once(desk.process, "exit");
}

async function leftIn(folder: string) {
  const database = await openPglite(join(folder, "database"));
  const index = lanceDbIndex({ folder: join(folder, "index"), idleMs: 20, searchMsMax: 50 });
  try {
    const spaces = (await database.db.select().from(generationTable)).map(Generation.spaceOf);
    const sizes = await Promise.all(spaces.map((space) => index.size(space)));
    const held = () => filesHolding(join(folder, "index"), "zyxquark");
    await until(async () => (await held()).length === 0);
    return {
      rows: await rowsHolding(database.db, "zyxquark"),
      files: await filesHolding(join(folder, "files"), "zyxquark"),
      indexRows: sizes.reduce((sum, size) => sum + size, 0),
      index: await held(),
    };
  } finally {
    await index.close();
    await database.close();
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(100);
}
