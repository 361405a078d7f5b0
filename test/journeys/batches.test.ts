import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { decode } from "fast-png";
import { encode } from "jpeg-js";
import { afterEach, expect, test } from "vitest";
import type { z } from "zod";
import { batchFileTable, batchTable, chunkTable } from "@docent/core/db/schema";
import * as Batch from "@docent/core/knowledge/batch/batch";
import * as BatchControl from "@docent/core/knowledge/batch/batch-control";
import { report } from "@docent/core/knowledge/batch/batch-report";
import * as BatchFile from "@docent/core/knowledge/batch/batch-file";
import * as Document from "@docent/core/knowledge/document";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Library from "@docent/core/knowledge/library";
import * as Restriction from "@docent/core/knowledge/access/restriction";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import * as Group from "@docent/core/users/group";
import { fillBatch } from "../fixtures/batch.ts";
import { scannedPdf, type ScanPage } from "../fixtures/pdf.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
afterEach(() => scope.close());

/** A desk with a library and a batch in it. */
async function desk(expected?: number): Promise<{ libraryId: string; id: string }> {
  scope = await testScope();
  const { id: libraryId } = await Library.create(scope, { name: "Handbook" });
  const { id } = await Batch.open(scope, { libraryId, kind: "upload", name: "handbook", expected });
  return { libraryId, id };
}

interface InBatch {
  libraryId: string;
  id: string;
}

async function addTo({ libraryId, id }: InBatch, name: string, content: string | Buffer, by: Scope = scope) {
  const [added] = await Version.add(by, libraryId, [{ name, content: Buffer.from(content) }], { batchId: id });
  if (!added) throw new Error("nothing was added");
  return added;
}

const files = async (id: string, asked: Partial<z.input<typeof BatchFile.List>> = {}) =>
  Batch.files(scope, BatchFile.List.parse({ id, ...asked }));

const namesOf = ({ items }: Awaited<ReturnType<typeof files>>) => items.map(({ name, state }) => `${name} ${state}`);

/** A page that is a picture of text. */
function scan(): ScanPage {
  const { data, width, height, channels } = decode(
    readFileSync(new URL("../fixtures/scans/leave.png", import.meta.url)),
  );
  const rgba = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < width * height; at++) {
    for (let colour = 0; colour < 3; colour++)
      rgba[at * 4 + colour] = data[at * channels + (channels < 3 ? 0 : colour)] ?? 0;
  }
  return { jpeg: encode({ data: rgba, width, height }, 90).data, width, height };
}

test("a batch is complete when every file that was expected is searchable, unchanged, failed or refused, and not before", async () => {
  const batch = await desk(4);
  await addTo(batch, "leave.md", "# Leave\n\nThirty days of leave.");
  await addTo(batch, "empty.md", "");
  await scope.settle();
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "running", expected: 4, received: 2 });

  await expect(addTo(batch, "..", "no name at all")).rejects.toMatchObject({ code: "file.empty_name" });
  await Batch.refuse(scope, {
    id: batch.id,
    files: [{ key: "big", name: "film.pdf", bytes: 5e9 }],
    code: "file.too_large",
  });

  const ended = await Batch.get(scope, batch);
  expect(ended).toMatchObject({
    state: "complete",
    received: 4,
    counts: { searchable: 1, failed: 1, refused: 2, underway: 0, chunks: 1 },
    disagreeing: 0,
  });
  expect(await Batch.reasons(scope, batch)).toEqual([
    { code: "file.empty", count: 1 },
    { code: "file.empty_name", count: 1 },
    { code: "file.too_large", count: 1 },
  ]);
  expect((await Batch.list(scope, Batch.List.parse({ libraryId: batch.libraryId }))).items).toMatchObject([
    { state: "complete" },
  ]);
});

test("a batch whose number of files is said at the end is complete then", async () => {
  const batch = await desk();
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await scope.settle();
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "running", expected: null });

  await Batch.expect(scope, { id: batch.id, expected: 1 });

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", expected: 1 });
});

test("a file that is sent again because its answer was lost is counted once", async () => {
  const batch = await desk(1);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", received: 1, counts: { searchable: 1 } });
});

test("a file that is there already is counted as unchanged", async () => {
  const first = await desk(1);
  await addTo(first, "leave.md", "Thirty days of leave.");
  await scope.settle();
  const { id } = await Batch.open(scope, { libraryId: first.libraryId, kind: "command", name: "again", expected: 1 });

  await addTo({ ...first, id }, "leave.md", "Thirty days of leave.");

  expect(await Batch.get(scope, { id })).toMatchObject({ state: "complete", counts: { unchanged: 1, searchable: 0 } });
});

test("files of a paused batch wait, also over a restart, while others go on; resumed, they go on too", async () => {
  const batch = await desk(2);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await addTo(batch, "pay.md", "Payday is the fifth.");
  await BatchControl.pause(scope, batch);
  const [other] = await Version.add(scope, batch.libraryId, [{ name: "travel.md", content: Buffer.from("By train.") }]);
  await scope.settle();
  await Ingest.recover(scope);
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "paused", counts: { underway: 2 }, secondsLeft: null });
  expect(await Document.get(scope, other?.documentId ?? "")).toMatchObject({ state: "searchable" });

  await BatchControl.resume(scope, batch);
  await scope.settle();
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", counts: { searchable: 2 } });
});

test("a stopped batch takes no more files, ends those that wait with the reason, and can be tried again", async () => {
  const batch = await desk(3);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await scope.settle();
  const { documentId } = await addTo(batch, "pay.md", "Payday is the fifth.");
  await BatchControl.stop(scope, batch);
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({
    state: "stopped",
    counts: { searchable: 1, failed: 1 },
  });
  expect(await Batch.reasons(scope, batch)).toEqual([{ code: "ingest.stopped", count: 1 }]);
  expect(await Document.get(scope, documentId)).toMatchObject({ state: "failed", errorCode: "ingest.stopped" });
  await expect(addTo(batch, "travel.md", "By train.")).rejects.toMatchObject({ code: "batch.stopped" });

  expect(await BatchControl.retry(scope, { id: batch.id })).toEqual({ retried: 1 });
  await scope.settle();
  // the third never came, and is not waited for any more
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", expected: 2, counts: { searchable: 2 } });
});

test("only what failed is tried again, or only what failed for one reason, and each attempt is counted", async () => {
  const batch = await desk(3);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  await addTo(batch, "empty.md", "");
  await addTo(batch, "guide.pdf", "%PDF-1.7 this is cut off");
  await scope.settle();
  const codes = (await Batch.reasons(scope, batch)).map(({ code }) => code);
  expect(codes).toContain("file.empty");

  expect(await BatchControl.retry(scope, { id: batch.id, code: "file.empty" })).toEqual({ retried: 1 });
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "running", counts: { underway: 1, failed: 1 } });
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", counts: { failed: 2, searchable: 1 } });
  const { items } = await files(batch.id);
  const attempts = items.map(({ name, stages }) => [name, ...stages.map((one) => `${one.stage} ${one.attempts}`)]);
  expect(attempts).toEqual([
    ["empty.md", "read 2", "extract 2"],
    ["guide.pdf", "read 1", "extract 1"],
    ["leave.md", "read 1", "extract 1", "split 1", "embed 1", "index 1", "verify 1"],
  ]);
  expect(items[0]?.stages).toMatchObject([{ outcome: "done" }, { outcome: "failed", errorCode: "file.empty" }]);
});

test("documents that are tried again on their own are a batch of their own", async () => {
  const batch = await desk(1);
  const { documentId } = await addTo(batch, "empty.md", "");
  await scope.settle();

  await Document.retry(scope, [documentId]);

  const { items } = await Batch.list(scope, Batch.List.parse({ libraryId: batch.libraryId }));
  expect(items).toMatchObject([
    { kind: "retry", name: "empty.md", state: "running", counts: { underway: 1 } },
    { kind: "upload", state: "running", counts: { underway: 1 } },
  ]);
  await scope.settle();
  const states = (await Batch.list(scope, Batch.List.parse({ libraryId: batch.libraryId }))).items.map(
    ({ state }) => state,
  );
  expect(states).toEqual(["complete", "complete"]);
});

test("a scanned file is read in one attempt, though it waits for the recognition of its text", async () => {
  const batch = await desk(1);
  await addTo(batch, "leave.png", readFileSync(new URL("../fixtures/scans/leave.png", import.meta.url)));
  await scope.settle();

  const { items } = await files(batch.id);
  expect(items[0]?.stages.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 1]);
});

test("a scanned file says which of its pages is being recognised", async () => {
  const batch = await desk(1);
  await addTo(batch, "leave.pdf", scannedPdf([scan(), scan()]));
  const seen: (number | null | undefined)[][] = [];
  const settled = scope.settle().then(() => true);
  while (!(await Promise.race([settled, setTimeout(20, false)]))) {
    const { stages = [] } = (await files(batch.id)).items[0] ?? {};
    const extract = stages.find(({ stage, outcome }) => stage === "extract" && outcome === null);
    if (extract) seen.push([extract.count, extract.total]);
  }

  expect(seen).toContainEqual([2, 2]);
  const { items } = await files(batch.id);
  expect(items[0]?.stages.find(({ stage }) => stage === "extract")).toMatchObject({ attempts: 1, total: null });
});

test("a batch whose passages are not as many everywhere is not called complete, and is mended by trying again", async () => {
  const batch = await desk(2);
  const { versionId } = await addTo(batch, "leave.md", "# Leave\n\nThirty days.\n\n# Pay\n\nThe fifth.");
  await scope.settle();
  await scope.db.delete(chunkTable).where(eq(chunkTable.id, `${versionId}_0000`));
  await addTo(batch, "travel.md", "By train.");
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "running", counts: { searchable: 2 }, disagreeing: 1 });

  expect(await BatchControl.retry(scope, { id: batch.id })).toEqual({ retried: 1 });
  await scope.settle();
  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", disagreeing: 0 });
});

test("a batch goes on without a document that is removed while it waits, and forgets the name of it", async () => {
  const batch = await desk(2);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  const { documentId } = await addTo(batch, "okapi.md", "Secret.");
  await BatchControl.pause(scope, batch);
  await Document.remove(scope, [documentId]);
  await BatchControl.resume(scope, batch);
  await scope.settle();

  expect(await Batch.get(scope, batch)).toMatchObject({ state: "complete", counts: { searchable: 1, removed: 1 } });
  expect(namesOf(await files(batch.id))).toEqual([" removed", "leave.md searchable"]);
  expect(JSON.stringify(await scope.db.select().from(batchFileTable))).not.toContain("okapi");
});

test("files that somebody may not read are not among those shown to them", async () => {
  const batch = await desk(2);
  await addTo(batch, "leave.md", "Thirty days of leave.");
  const { documentId } = await addTo(batch, "secret.md", "");
  await scope.settle();
  const { id: groupId } = await Group.create(scope, { name: "Board" });
  await Restriction.set(scope, { ids: [documentId], groupIds: [groupId] });
  const editor = await scope.as("editor");

  const shown = await Batch.files(editor, BatchFile.List.parse({ id: batch.id }));

  expect(shown).toMatchObject({ total: 1, items: [{ name: "leave.md" }] });
  expect(await Batch.reasons(editor, batch)).toEqual([]);
  expect(await BatchControl.retry(editor, { id: batch.id })).toEqual({ retried: 0 });
});

test("the report of a batch has a line for every file, and nothing in it runs as a formula", async () => {
  const batch = await desk();
  await addTo(batch, "=cmd.md", "# =1+1\n\nThirty days, of leave.");
  await addTo(batch, 'empty, "or so".md', "");
  await scope.settle();

  const { lines } = await report(scope, batch.id);
  const [head = "", ...rows] = (await Array.fromAsync(lines)).join("").trimEnd().split("\r\n");

  expect(head.split(",").slice(0, 7).join(",")).toBe("\ufefffile,title,state,reason_code,reason,bytes,passages");
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^'=cmd\.md,'=1\+1,searchable,,,\d+,1,1,done,/);
  expect(rows[1]).toMatch(/^"empty, ""or so""\.md",.*,failed,file\.empty,/);
});

test("a batch tells its rate and the time left from the files of the last minute", async () => {
  const batch = await desk(6);
  for (const name of ["a.md", "b.md", "c.md"]) await addTo(batch, name, `${name} says something.`);
  await scope.settle();
  await scope.db.update(batchTable).set({ createdAt: new Date(Date.now() - 3_600_000) });

  expect(await Batch.get(scope, batch)).toMatchObject({ perMinute: 3, secondsLeft: 60 });
  const later: Scope = { ...scope, now: () => new Date(Date.now() + 120_000) };
  expect(await Batch.get(later, batch)).toMatchObject({ perMinute: null, secondsLeft: null });
});

test("ten thousand files are paged, counted and filtered right", async () => {
  const batch = await desk();
  const many = 10_000;
  await fillBatch(scope, batch, many);

  const info = await Batch.get(scope, batch);
  expect(info.counts).toMatchObject({ searchable: 8_900, failed: 1_000, refused: 100 });
  expect(await Batch.reasons(scope, batch)).toEqual([
    { code: "file.unreadable", count: 1_000 },
    { code: "file.too_large", count: 100 },
  ]);

  const seen = new Set<string>();
  for (const page of [1, 2, 3, 4, 5]) {
    const { items, total } = await files(batch.id, { states: ["failed"], page, pageSize: 200 });
    expect(total).toBe(1_000);
    for (const { name } of items) seen.add(name);
  }
  expect(seen.size).toBe(1_000);
  expect(await files(batch.id, { page: 50, pageSize: 200 })).toMatchObject({ total: many, items: { length: 200 } });
  expect(await files(batch.id, { page: 51, pageSize: 200 })).toMatchObject({ total: many, items: [] });
  expect(await files(batch.id, { states: ["failed"], text: "file-001", page: 2, pageSize: 5 })).toMatchObject({
    total: 10,
    items: [{ name: "file-00155.md" }, {}, {}, {}, {}],
  });
  expect((await files(batch.id, { code: "file.too_large" })).total).toBe(100);
  expect((await files(batch.id, { text: "%" })).total).toBe(0);
});
