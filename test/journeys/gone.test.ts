import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { documentTable, embeddingTable, generationTable, triggerTable } from "@docent/core/db/schema";
import { inTransaction } from "@docent/core/db/transaction";
import { newId } from "@docent/core/id";
import * as Generation from "@docent/core/knowledge/index/generation";
import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";
import * as Reindexing from "@docent/core/knowledge/index/reindexing";
import { fromBytes } from "@docent/core/models/vector";
import type { Scope } from "@docent/core/scope";
import { filesHolding } from "../bytes.ts";
import { testDesk, type Person, type TestDesk } from "../desk.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { wordVector, wordVectorServer, type WordVectorServer } from "../fakes/word-vector-server.ts";
import { rowsHolding } from "../tables.ts";
import { useModelAt } from "../connect-model.ts";

/** Words that stand in the documents to be deleted and in nothing that a person wrote. */
const words = ["zyxquark", "ulvanite", "琥珀蜻蜓"];
/** Stands in a version that a newer one has replaced. */
const replacedWord = "quillwort";
const filler =
  "The ladder is looked at by somebody who knows how to do it, and what was found is written down. ".repeat(2);

let desk: TestDesk;
let admin: Person;
let model: FakeOpenAi;
let embedder: WordVectorServer;
let shelf: string;
let libraryId: string;
let shelfLibraryId: string;
let runIds: string[];
let conversationIds: string[];
let documentIds: string[];
let vectors: Buffer[];

beforeAll(async () => {
  [model, embedder] = [await fakeOpenAi(), await wordVectorServer()];
  shelf = await realpath(await mkdtemp(join(tmpdir(), "docent-shelf-")));
  desk = await testDesk({ sourceFolders: [shelf] });
  admin = await desk.setUp();
  await useModelAt(admin.client, "embed", { baseUrl: embedder.baseUrl, model: "words" });
  libraryId = (await admin.client.library.create.mutate({ name: "Ladders" })).id;
  shelfLibraryId = (await admin.client.library.create.mutate({ name: "Shelf" })).id;
  await admin.add(libraryId, "kept.md", `# Canteen\n\nThe canteen opens at noon. ${filler}`);
  documentIds = await addDocuments();
  ({ runIds, conversationIds } = await talk());
  await haveTested(documentIds[0] ?? "");
  vectors = await vectorsOfWords();
}, 120_000);

afterAll(async () => {
  await desk.end();
  await model[Symbol.asyncDispose]();
  await embedder[Symbol.asyncDispose]();
  await rm(shelf, { recursive: true, force: true });
});

/** In several versions, in two languages, from a source, one whose newest version failed, and one that was edited. */
async function addDocuments(): Promise<string[]> {
  await admin.add(
    libraryId,
    "ladder.md",
    `# Ladder inspection\n\nThe ladder inspection takes quillwort days. ${filler}`,
  );
  const ladder = await admin.add(
    libraryId,
    "ladder.md",
    `# Ladder inspection\n\nThe ladder inspection takes nine days and its code is zyxquark. ${filler}`,
  );
  const chinese = await addAsImport("琥珀蜻蜓.md", "# 琥珀蜻蜓\n\n梯子每年检查一次，检查的暗号是琥珀蜻蜓。");
  const table = await admin.add(libraryId, "rows.faq", "What do rungs cost?\tA rung costs zyxquark euros.\n");
  const failed = await admin.add(libraryId, "scaffold.pdf", "%PDF-1.7 zyxquark and nothing that a reader of PDF takes");
  const edited = await admin.add(libraryId, "rope.md", `# Rope\n\nThe rope is ulvanite. ${filler}`);
  const { items } = await admin.client.chunk.list.query({ id: edited });
  const edit = { id: items[0]?.id ?? "", revision: 0, text: `The rope is zyxquark now. ${filler}` };
  await admin.client.chunk.edit.mutate(edit);
  await write(items[0]?.id ?? "", "Which zyxquark question leads to the rope?");
  await writeFile(join(shelf, "hook.md"), `# Hook\n\nThe hook holds zyxquark tons. ${filler}`);
  await admin.client.source.create.mutate({ libraryId: shelfLibraryId, settings: { kind: "folder", path: shelf } });
  const shelved = () => admin.client.document.list.query({ libraryId: shelfLibraryId });
  await vi.waitFor(async () => expect((await shelved()).states.searchable).toBe(1), { timeout: 20_000 });
  const hook = (await shelved()).items.map(({ id }) => id);
  return [ladder, chinese, table, failed, edited, ...hook];
}

async function addAsImport(name: string, body: string): Promise<string> {
  const { id } = await admin.client.batch.open.mutate({ libraryId, kind: "upload", name, expected: 1 });
  const place = `${desk.url}/api/libraries/${libraryId}/documents?name=${encodeURIComponent(name)}&batch=${id}`;
  await fetch(place, { method: "POST", headers: admin.headers, body });
  return admin.add(libraryId, name, body);
}

/** A question that was written for a chunk and accepted: a row of the index leads from it. */
async function write(chunkId: string, text: string): Promise<void> {
  const { ports, company } = desk.local;
  const scope: Scope = { ...ports, actor: { type: "system", companyId: company.id, job: "test" } };
  const versionId = chunkId.slice(0, chunkId.lastIndexOf("_"));
  await inTransaction(scope, async (scope) => {
    const trigger = { id: newId("trigger"), companyId: company.id, versionId, chunkId, text };
    await scope.db.insert(triggerTable).values({ ...trigger, kind: "question", state: "accepted" });
    await Reindexing.changed(scope, versionId, [chunkId]);
  });
  await vi.waitFor(() => expect(embedder.embedded).toContain(text), { timeout: 20_000 });
}

/** Answers that quote, that a model wrote, and that lean on one of those; a label written by a model, one of a rewritten question. */
async function talk() {
  const quoted = await ask("How long does the ladder inspection take?");
  const misspelt = await ask("Which zyxquarc is the code of the ladder inspection?");
  const rowed = await ask("What do rungs cost?");
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
  model.play({ text: "Nine days, and its code is zyxquark [1]." });
  const written = await ask("How long does the inspection of a ladder take?");
  model.play(
    { text: "What is the zyxquark code of the ladder inspection for?" },
    { text: "It is the zyxquark of ladders." },
  );
  const leaning = await ask("And what is it for?", written.conversationId);
  await admin.client.label.fromTrace.mutate({ runId: leaning.runId, expected: "answer" });
  await admin.client.feedback.rate.mutate({ runId: written.runId, thumb: "up" });
  model.play({ text: JSON.stringify({ answer: ["What is zyxquark for ladders?"], refuse: ["Who found ulvanite?"] }) });
  await new Promise<void>((resolve, reject) => {
    const proposing = admin.client.label.propose.subscribe(
      { passages: 10, libraryIds: [shelfLibraryId] },
      { onComplete: resolve, onStopped: resolve, onError: reject, onData: ({ done, total }) => done === total && proposing.unsubscribe() }, // prettier-ignore
    );
  });
  await admin.client.model.use.mutate({ use: "chat", id: null });
  const runs = [quoted, misspelt, rowed, written, leaning];
  return { runIds: runs.map(({ runId }) => runId), conversationIds: runs.map(({ conversationId }) => conversationId) };
}

/** A test case that quotes a document, and one whose answer was read from it. */
async function haveTested(documentId: string): Promise<void> {
  const { testCase, testRun } = admin.client;
  const none = { libraryId, mustFind: [], mustSay: [], mustRefuse: false };
  const quote = "its code is zyxquark";
  await testCase.set.mutate({ ...none, question: "Which code has the ladder?", mustFind: [{ documentId, quote }] });
  await testCase.set.mutate({ ...none, question: "How long does the ladder inspection take?", mustSay: ["nine"] });
  const { id } = await testRun.start.mutate({ libraryIds: [libraryId] });
  await vi.waitFor(async () => expect((await testRun.get.query({ id })).state).toBe("finished"), { timeout: 30_000 });
}

async function ask(question: string, conversationId = newId("conversation")) {
  const runId = newId("run");
  await admin.client.chat.ask.mutate({ runId, conversationId, question });
  await watched(runId);
  return { runId, conversationId };
}

async function watched(runId: string): Promise<unknown[]> {
  const events: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const watching = admin.client.chat.watch.subscribe(
      { runId },
      {
        onData: ({ data }) => {
          events.push(data);
          if (data.type !== "finished" && data.type !== "stopped" && data.type !== "failed") return;
          watching.unsubscribe();
          resolve();
        },
        onError: reject,
      },
    );
  });
  return events;
}

/** What each way to read shows, by its name. */
async function readings(): Promise<Record<string, string>> {
  const { client, headers } = admin;
  const shown = async (read: () => Promise<unknown>) =>
    JSON.stringify(await read().catch((error: unknown) => String(error)));
  const all: Record<string, string> = {};
  for (const runId of runIds) {
    all[`watch ${runId}`] = await shown(() => watched(runId));
    all[`trace ${runId}`] = await shown(() => client.trace.get.query({ runId }));
    all[`replay ${runId}`] = await shown(() => replayed(runId));
  }
  for (const id of conversationIds)
    all[`conversation ${id}`] = await shown(() => client.conversation.get.query({ id }));
  for (const id of documentIds) {
    all[`document ${id}`] = await shown(() => client.document.get.query({ id }));
    all[`chunks ${id}`] = await shown(() => client.document.chunks.query({ id }));
    all[`cards ${id}`] = await shown(() => client.chunk.list.query({ id }));
    all[`file ${id}`] = await shown(async () =>
      (await fetch(`${desk.url}/api/documents/${id}/file`, { headers })).text(),
    );
  }
  for (const text of ["ladder inspection", "zyxquarc", "梯子检查的暗号", "rungs cost", "hook tons"]) {
    all[`search ${text}`] = await shown(() => client.search.run.query({ text }));
    all[`search test ${text}`] = await shown(() => client.search.test.query({ text }));
  }
  for (const id of [libraryId, shelfLibraryId]) {
    all[`documents ${id}`] = await shown(() => client.document.list.query({ libraryId: id }));
    all[`imports ${id}`] = await shown(() => client.batch.list.query({ libraryId: id }));
    all[`sources ${id}`] = await shown(() => client.source.list.query({ libraryId: id }));
  }
  all["labels"] = await shown(() => client.label.list.query({}));
  all["suggestions"] = await shown(() => client.chat.suggestions.query());
  return all;
}

async function replayed(runId: string): Promise<unknown[]> {
  const steps: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const replaying = admin.client.trace.replay.subscribe(
      { runId, change: { type: "nothing" }, answer: true },
      {
        onData: (step) => {
          steps.push(step);
          if (step.type !== "done") return;
          replaying.unsubscribe();
          resolve();
        },
        onError: reject,
      },
    );
  });
  return steps;
}

function holding(shown: Record<string, string>): string[] {
  return Object.entries(shown).flatMap(([name, text]) => words.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`)); // prettier-ignore
}

/** The bytes of the vectors of every text that says one of the words, as they are kept. */
async function vectorsOfWords(): Promise<Buffer[]> {
  const telling = embedder.embedded.filter((text) => words.some((word) => text.includes(word)));
  const wanted = telling.map((text) => wordVector(text));
  const rows = await desk.local.ports.db.select({ vector: embeddingTable.vector }).from(embeddingTable);
  return rows.flatMap(({ vector }) => (wanted.some((one) => isNear(one, vector)) ? [Buffer.from(vector)] : []));
}

function isNear(one: readonly number[], bytes: Uint8Array): boolean {
  const length = Math.hypot(...one);
  const kept = fromBytes(bytes);
  return one.every((value, at) => Math.abs(value / length - (kept[at] ?? 0)) < 1e-4);
}

async function inDatabase(): Promise<string[]> {
  const wanted = [...words, ...vectors.map((vector) => vector.toString("hex"))];
  const found: string[] = [];
  for (const one of wanted) found.push(...(await rowsHolding(desk.local.ports.db, one)));
  return found;
}

async function inFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const one of [...words, ...vectors]) found.push(...(await filesHolding(join(desk.folder, folder), one)));
  return found;
}

/** Deletes and waits until the job has done its work. */
async function remove(ids: readonly string[]): Promise<void> {
  await admin.client.document.remove.mutate({ ids: [...ids] });
  await isRemoved(ids);
}

async function isRemoved(ids: readonly string[]): Promise<void> {
  const { db } = desk.local.ports;
  const left = () =>
    db
      .select()
      .from(documentTable)
      .where(inArray(documentTable.id, [...ids]));
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 30_000 });
}

test("before anything is deleted, this test finds the words wherever they are", async () => {
  const tables = new Set((await inDatabase()).map((row) => row.slice(0, row.indexOf(":"))));

  expect([...tables].toSorted()).toEqual(
    expect.arrayContaining([
      "chunk",
      "chunk_revision",
      "batch",
      "batch_file",
      "document",
      "embedding",
      "label",
      "test_case",
      "test_result",
      "trigger",
      "run",
      "run_event",
      "trace",
    ]),
  );
  const ways = new Set(holding(await readings()).map((way) => way.split(/[ :]/)[0]));
  expect(ways).toEqual(
    new Set(["cards", "chunks", "conversation", "document", "documents", "file", "imports", "labels", "replay", "search", "trace", "watch"]), // prettier-ignore
  );
  expect(await inFiles("files")).not.toEqual([]);
  expect(await inFiles("index")).not.toEqual([]);
});

test("of a version that a newer one replaced, nothing can be read", async () => {
  expect(await rowsHolding(desk.local.ports.db, replacedWord)).toEqual([]);
  expect(await filesHolding(join(desk.folder, "files"), replacedWord)).toEqual([]);
});

test("a document that is deleted while it comes in leaves nothing", { timeout: 60_000 }, async () => {
  const release = embedder.hold();
  const response = await admin.upload(libraryId, "coming.md", `# Coming\n\nWhat comes is zyxquark coming. ${filler}`);
  const { documentId } = (await response.json()) as { documentId: string };
  await embedder.waited();

  await remove([documentId]);
  release();

  await admin.add(libraryId, "later.md", `# Later\n\nWhat comes later. ${filler}`);
  await vi.waitFor(async () => expect(await busy()).toBe(0), { timeout: 30_000 });
  expect(await rowsHolding(desk.local.ports.db, "zyxquark coming")).toEqual([]);
  const telling = embedder.embedded.filter((text) => text.includes("zyxquark coming")).map((text) => wordVector(text));
  const kept = await desk.local.ports.db.select({ vector: embeddingTable.vector }).from(embeddingTable);
  expect(telling).not.toEqual([]);
  expect(kept.filter(({ vector }) => telling.some((one) => isNear(one, vector)))).toEqual([]);
});

/** Jobs of documents that are not done yet. */
async function busy(): Promise<number> {
  const { rows } = (await desk.local.ports.db.execute(
    sql`select count(*)::int as n from jobs.job where name like '%-version' and state in ('created', 'active', 'retry')`,
  )) as unknown as { rows: { n: number }[] };
  return rows[0]?.n ?? 0;
}

test(
  "an answer that is being written from a document while it is deleted is not kept",
  { timeout: 60_000 },
  async () => {
    const name = "answering.md";
    const id = await admin.add(libraryId, name, `# Pulley\n\nThe pulley carries zyxquark pulleys. ${filler}`);
    await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
    model.play({ text: "It carries zyxquark pulleys [1].", firstMs: 4_000 });
    const [runId, conversationId] = [newId("run"), newId("conversation")];
    const before = model.log.length;
    await admin.client.chat.ask.mutate({ runId, conversationId, question: "What does the pulley carry?" });
    await vi.waitFor(() => expect(model.log.length).toBeGreaterThan(before), { timeout: 3_000 });

    await remove([id]);
    await watched(runId);

    await admin.client.model.use.mutate({ use: "chat", id: null });
    expect(await rowsHolding(desk.local.ports.db, "zyxquark pulleys")).toEqual([]);
    const { turns } = await admin.client.conversation.get.query({ id: conversationId });
    expect(turns).toMatchObject([{ question: "What does the pulley carry?", outcome: { sources: [] } }]);
    expect(JSON.stringify(await watched(runId))).toContain("were deleted");
  },
);

test("nothing that was deleted can be read in any place or way", { timeout: 60_000 }, async () => {
  await remove(documentIds);

  expect(await inDatabase()).toEqual([]);
  expect(await inFiles("files")).toEqual([]);
  expect(holding(await readings())).toEqual([]);
  const { turns } = await admin.client.conversation.get.query({ id: conversationIds[0] ?? "" });
  expect(turns).toMatchObject([{ question: "How long does the ladder inspection take?" }]);
  expect(turns[0]?.outcome?.text).toContain("were deleted");
  expect((await admin.client.search.run.query({ text: "canteen noon" })).hits).not.toEqual([]);
});

test("what is asked afterwards in the same conversation is answered and kept as ever", async () => {
  const { runId } = await ask("When does the canteen open?", conversationIds[0] ?? "");

  const { turns } = await admin.client.conversation.get.query({ id: conversationIds[0] ?? "" });
  expect(turns.find((turn) => turn.runId === runId)?.outcome?.text).toContain("noon");
});

test("an emptied library goes as a whole, and with it the last of what its source brought", async () => {
  await admin.client.library.remove.mutate({ id: shelfLibraryId });

  const { db } = desk.local.ports;
  expect(await rowsHolding(db, shelf)).toEqual([]);
  expect(await rowsHolding(db, "hook.md")).toEqual([]);
});

test(
  "soon afterwards the words and vectors are in no file of the index either, nor after a start",
  { timeout: 60_000 },
  async () => {
    const spaces = (await desk.local.ports.db.select().from(generationTable)).map(Generation.spaceOf);
    await desk.close();

    const index = lanceDbIndex({ folder: join(desk.folder, "index"), idleMs: 20, searchMsMax: 50 });
    for (const space of spaces) await index.size(space);
    await vi.waitFor(async () => expect(await inFiles("index")).toEqual([]), { timeout: 20_000 });
    await index.close();

    desk = await testDesk({ dataFolder: desk.folder });
    expect(await inDatabase()).toEqual([]);
  },
);
