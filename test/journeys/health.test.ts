import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Run from "@docent/core/chat/run";
import { chunkTable, runDocumentTable, runTable, versionTable } from "@docent/core/db/schema";
import * as Feedback from "@docent/core/feedback/feedback";
import * as Day from "@docent/core/health/day";
import * as DayFile from "@docent/core/health/day-file";
import * as DocumentUse from "@docent/core/health/document-use";
import * as Ingestion from "@docent/core/health/ingestion";
import * as Machinery from "@docent/core/health/machinery";
import { newId } from "@docent/core/id";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let editor: Scope;
let handbook: string;
let drawer: string;
/** By their names. */
const documents = new Map<string, string>();

beforeAll(async () => {
  scope = await testScope();
  editor = await scope.as("editor");
  handbook = (await Library.create(scope, { name: "Handbook" })).id;
  drawer = (await Library.create(scope, { name: "Drawer", visibility: "private" })).id;
  await add(handbook, "leave.md", "# Paid leave\n\nEverybody gets thirty days of paid leave a year.");
  await add(handbook, "tunnel.md", "# Tunnel\n\nThe tunnel is lit by lamps.");
  await add(drawer, "zebra.md", "# Zebra\n\nThe zebra crossing is repainted every spring.");
  await add(handbook, "broken.pdf", "%PDF-1.7 and nothing that a reader takes");
}, 60_000);
afterAll(() => scope.close());

async function add(libraryId: string, name: string, text: string): Promise<void> {
  await Version.add(scope, libraryId, [{ name, content: new TextEncoder().encode(text) }]);
  await scope.settle();
  const { items } = await Document.list(scope, Document.List.parse({ libraryId }));
  for (const document of items) documents.set(document.name, document.id);
}

async function ask(question: string, libraryIds?: string[]): Promise<string> {
  const runId = newId("run");
  await Run.ask(scope, { conversationId: newId("conversation"), runId, question, ...(libraryIds && { libraryIds }) });
  await Array.fromAsync(Run.watch(scope, { runId, after: 0 }));
  return runId;
}

const today = () => {
  const day = new Date().toISOString().slice(0, 10);
  return { from: day, to: day, timeZone: "UTC" };
};
const page = { page: 1, pageSize: 10 };

test("each day tells how many asked, how it went, and how long it took; yesterday is not today", async () => {
  const answered = await ask("How many days of paid leave does everybody get a year?");
  await Feedback.rate(scope, { runId: answered, thumb: "up" });
  await ask("Who won the chess tournament in Reykjavik?");
  const before = await ask("How many days of paid leave does everybody get a year?");
  await scope.db.execute(sql`update run set created_at = created_at - interval '1 day' where id = ${before}`);
  await scope.db.execute(sql`update run_document set asked_at = asked_at - interval '1 day' where run_id = ${before}`);

  const { total, days } = await Day.report(scope, today());

  expect(days).toHaveLength(1);
  expect(days[0]).toMatchObject({ asked: 2, tiers: { answer: 1, refused: 1 }, thumbs: { up: 1, down: 0 } });
  expect(total.whole?.half).toBeGreaterThanOrEqual(0);
  expect(total.first?.most).toBeLessThanOrEqual(total.whole?.most ?? 0);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const both = await Day.report(scope, { ...today(), from: yesterday });
  expect(both.days.map(({ asked }) => asked)).toEqual([1, 2]);
  expect(both.total.asked).toBe(3);
});

test("a range without a question is days of nothing, and one the wrong way round is refused", async () => {
  const { days, total } = await Day.report(scope, { from: "2020-01-01", to: "2020-01-03", timeZone: "Asia/Shanghai" });
  expect(days.map(({ day, asked }) => [day, asked])).toEqual([
    ["2020-01-01", 0],
    ["2020-01-02", 0],
    ["2020-01-03", 0],
  ]);
  expect(total).toMatchObject({ first: null, whole: null, costs: {} });
  const attempt = Day.report(scope, { from: "2020-01-03", to: "2020-01-01", timeZone: "UTC" });
  await expect(attempt).rejects.toMatchObject({ code: "usage.range_invalid" });
});

test("what models cost is for administrators, the rest for editors too, and nothing for readers", async () => {
  expect((await Day.report(editor, today())).total.costs).toBeNull();
  expect((await Day.report(scope, today())).total.costs).toEqual({});
  await expect(Day.report(await scope.as("member"), today())).rejects.toMatchObject({ code: "actor.role_required" });
});

test("documents that questions found are counted once a question, those never found are listed with when they came", async () => {
  const { items } = await DocumentUse.found(scope, { ...today(), ...page });
  expect(items.map(({ title, found, cited }) => [title, found, cited])).toContainEqual(["Paid leave", 1, 1]);
  const never = await DocumentUse.neverFound(scope, { ...today(), ...page });
  expect(never.items.map(({ title }) => title)).toContain("Tunnel");
  expect(never.items.map(({ title }) => title)).not.toContain("Paid leave");
  expect(never.items.every(({ addedAt }) => addedAt instanceof Date)).toBe(true);
  expect(never.items.map(({ id }) => id)).not.toContain(documents.get("broken.pdf"));
});

test("an editor sees nothing of a library that is not theirs", async () => {
  await ask("When is the zebra crossing repainted?", [drawer]);
  const seen = [
    await DocumentUse.found(editor, { ...today(), ...page }),
    await DocumentUse.neverFound(editor, { ...today(), ...page }),
    await Ingestion.report(editor, today()),
  ];
  expect(JSON.stringify(seen)).not.toMatch(/zebra|Drawer/i);
  const { items } = await DocumentUse.found(scope, { ...today(), ...page, libraryId: drawer });
  expect(items.map(({ title }) => title)).toEqual(["Zebra"]);
  for (const look of [Day.report, Ingestion.report]) {
    await expect(look(editor, { ...today(), libraryId: drawer })).rejects.toMatchObject({ code: "library.not_found" });
  }
});

test("the days of a library are of the questions asked of it or that found something in it", async () => {
  expect((await Day.report(scope, { ...today(), libraryId: drawer })).total.asked).toBe(1);
  await ask("What is the colour of nothing at all?", [drawer]);
  expect((await Day.report(scope, { ...today(), libraryId: drawer })).total.asked).toBe(2);
});

test("incoming documents are counted by how far they are, with what failed and how long the others took", async () => {
  const seen = await Ingestion.report(scope, { ...today(), libraryId: handbook });
  expect(seen).toMatchObject({ searchable: 2, failed: 1, waiting: 0, working: 0, arrived: { count: 2 } });
  expect(seen.failures[0]).toMatchObject({ documentId: documents.get("broken.pdf"), library: "Handbook" });
  expect(seen.failures[0]?.error).toMatch(/PDF/);
  expect(seen.arrived.times?.most).toBeGreaterThanOrEqual(seen.arrived.times?.half ?? Infinity);
  await Version.add(scope, handbook, [{ name: "new.md", content: new TextEncoder().encode("New.") }]);
  expect(await Ingestion.report(scope, today())).toMatchObject({ waiting: 1, waitingSince: expect.any(Date) as Date });
  expect((await Machinery.report(scope)).queues).toMatchObject([{ name: "ingest-version", waiting: 1 }]);
  await scope.settle();
});

test("the index is held against the ledger, without passages that are switched off", async () => {
  const before = (await Machinery.report(scope)).index;
  expect(before?.held).toBeGreaterThan(3);
  expect(before?.expected).toBe(before?.held);
  const [chunk] = await scope.db.select({ id: chunkTable.id }).from(chunkTable).limit(1);
  await scope.db
    .update(chunkTable)
    .set({ offAt: new Date() })
    .where(sql`id = ${chunk?.id ?? ""}`);
  await scope.db
    .update(versionTable)
    .set({ edition: 1 })
    .where(sql`${versionTable.id} = (select version_id from chunk where id = ${chunk?.id ?? ""})`);
  expect((await Machinery.report(scope)).index).toMatchObject({ expected: (before?.held ?? 0) - 1, behind: 1 });
});

test("the days are downloaded as a table, with costs for those who see them", async () => {
  const { name, text } = await DayFile.file(scope, today());
  const [head = "", line = ""] = text.split("\n");
  expect(name).toBe(`days-${today().from}-${today().to}.csv`);
  expect(head).toMatch(/^\ufeffday,asked,answered,/);
  expect(line).toMatch(new RegExp(`^${today().from},${(await Day.report(scope, today())).total.asked},`));
  await expect(DayFile.file(scope, {})).rejects.toMatchObject({ code: "request.invalid" });
  await expect(DayFile.file(await scope.as("member"), today())).rejects.toMatchObject({ code: "actor.role_required" });
});

test("a document that is deleted leaves nothing behind in what is counted", async () => {
  const id = documents.get("leave.md") ?? "";
  await Document.remove(scope, [id]);
  await scope.settle();
  expect(await scope.db.$count(runDocumentTable, sql`${runDocumentTable.documentId} = ${id}`)).toBe(0);
  expect(await scope.db.$count(runTable)).toBeGreaterThan(0);
});
