import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { chunkTable, companyTable, documentTable, userTable, versionTable } from "@docent/core/db/schema";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Document from "@docent/core/knowledge/document";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import { newId } from "@docent/core/id";
import type { Scope } from "@docent/core/scope";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
afterEach(() => scope.close());

const text = (content: string) => new TextEncoder().encode(content);

async function desk(): Promise<{ libraryId: string }> {
  scope = await testScope();
  return { libraryId: (await Library.create(scope, { name: "Handbook" })).id };
}

async function addText(libraryId: string, name: string, content: string) {
  const [added] = await Version.add(scope, libraryId, [{ name, content: text(content) }]);
  if (!added) throw new Error("nothing was added");
  return added;
}

async function titlesFor(question: string, by: Scope = scope): Promise<string[]> {
  return (await Search.run(by, { text: question, limit: 10 })).hits.map((hit) => hit.title);
}

test("a document is found once it is searchable, and not before", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "leave.md", "# Leave\n\nEverybody gets thirty days of leave a year.");

  expect(await titlesFor("days of leave")).toEqual([]);
  await scope.settle();

  expect(await titlesFor("days of leave")).toEqual(["Leave"]);
  const document = await Document.get(scope, documentId);
  expect(document).toMatchObject({ state: "searchable", searchable: true, chunks: 1 });
  expect(document.ledger.map((row) => [row.stage, row.outcome])).toEqual([
    ["read", "done"],
    ["extract", "done"],
    ["split", "done"],
    ["embed", "done"],
    ["index", "done"],
    ["verify", "done"],
  ]);
});

test("further columns of a table of questions stand with the passage and in the document", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(
    libraryId,
    "faq.csv",
    "Question,Answer,Region,Author\nWhen is payday?,The 5th.,China,li.na\n",
  );
  await scope.settle();

  const metadata = { Region: "China", Author: "li.na" };
  expect((await Search.run(scope, { text: "When is payday?", limit: 5 })).hits[0]).toMatchObject({ metadata });
  const { items } = await Chunk.list(scope, Chunk.List.parse({ id: documentId }));
  expect(items).toMatchObject([{ kind: "question", metadata }]);
});

test("adding the same file again changes nothing", async () => {
  const { libraryId } = await desk();
  const first = await addText(libraryId, "leave.md", "Thirty days of leave.");
  await scope.settle();

  const again = await addText(libraryId, "leave.md", "Thirty days of leave.");

  expect(again).toEqual({ ...first, unchanged: true });
  expect(await scope.db.select().from(versionTable)).toHaveLength(1);
});

test("a new version replaces the old one, which stays searchable until then", async () => {
  const { libraryId } = await desk();
  await addText(libraryId, "leave.md", "Everybody gets thirty days of leave.");
  await scope.settle();
  await addText(libraryId, "leave.md", "Everybody gets forty days of vacation.");

  expect((await Search.run(scope, { text: "thirty days", limit: 5 })).hits[0]?.text).toContain("thirty");
  await scope.settle();

  const { hits } = await Search.run(scope, { text: "everybody gets days", limit: 5 });
  expect(hits.map((hit) => hit.text)).toEqual(["Everybody gets forty days of vacation."]);
  expect(await scope.db.select().from(chunkTable)).toHaveLength(1);
});

test("a file that cannot be read fails alone, with its stage and reason, and the older version stays", async () => {
  const { libraryId } = await desk();
  await addText(libraryId, "guide.pdf", "%PDF-1.7 this is cut off");
  await addText(libraryId, "leave.md", "Thirty days of leave.");
  await scope.settle();

  const { items, states } = await Document.list(
    scope,
    Document.List.parse({ libraryId, sort: "name", direction: "asc" }),
  );

  expect(states).toEqual({ searchable: 1, underway: 0, failed: 1 });
  expect(items[0]).toMatchObject({ name: "guide.pdf", state: "failed", stage: "extract", searchable: false });
  expect(items[0]?.error).toMatch(/\w+/);
  expect(await titlesFor("days of leave")).toEqual(["leave"]);
});

test("a failed file can be tried again", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "empty.md", "");
  await scope.settle();
  expect(await Document.get(scope, documentId)).toMatchObject({ state: "failed", errorCode: "file.empty" });

  expect(await Document.retry(scope, [documentId])).toEqual({ retried: 1 });
  expect(await Document.get(scope, documentId)).toMatchObject({ state: "queued" });
});

test("a deleted document is gone from search at once and from every place after its job", async () => {
  const { libraryId } = await desk();
  const { documentId, versionId } = await addText(libraryId, "leave.md", "Thirty days of leave.");
  await scope.settle();

  await Document.remove(scope, [documentId]);
  expect(await titlesFor("days of leave")).toEqual([]);
  await scope.settle();

  expect(await scope.db.select().from(documentTable)).toEqual([]);
  expect(await scope.db.select().from(chunkTable)).toEqual([]);
  const companyId = scope.actor.type === "user" ? scope.actor.companyId : "";
  expect(await scope.index.count(await Generation.current(scope), [versionId])).toEqual(new Map());
  await expect(scope.files.open(`${companyId}/${versionId}`)).rejects.toMatchObject({ code: "file.not_found" });
});

test("a deleted name is free again at once", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "leave.md", "Thirty days.");
  await Document.remove(scope, [documentId]);

  const again = await addText(libraryId, "leave.md", "Forty days.");

  expect(again.documentId).not.toBe(documentId);
});

test("deleting a list with one foreign document deletes nothing", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "leave.md", "Thirty days.");

  await expect(Document.remove(scope, [documentId, newId("document")])).rejects.toMatchObject({ kind: "not_found" });

  expect((await Document.get(scope, documentId)).name).toBe("leave.md");
});

test("ingestion interrupted after any step ends as if it had not been", async () => {
  const { libraryId } = await desk();
  const { versionId } = await addText(libraryId, "leave.md", "Everybody gets thirty days of leave.");
  for (const step of ["add", "flip"] as const) {
    const broken = { ...scope, index: { ...scope.index, [step]: () => Promise.reject(new Error("power cut")) } };
    await expect(Ingest.run(broken, [versionId])).rejects.toThrow("power cut");
    expect(await titlesFor("days of leave")).toEqual([]);
  }

  await Ingest.recover(scope);
  await scope.settle();

  expect(await titlesFor("days of leave")).toEqual(["leave"]);
  expect(await scope.index.size(await Generation.current(scope))).toBe(1);
});

test("a version overtaken by a newer one never becomes visible", async () => {
  const { libraryId } = await desk();
  const first = await addText(libraryId, "leave.md", "Old words.");
  const second = await addText(libraryId, "leave.md", "New words.");

  await Ingest.run(scope, [first.versionId, second.versionId]);

  expect((await Search.run(scope, { text: "words", limit: 5 })).hits.map((hit) => hit.text)).toEqual(["New words."]);
});

test("a member reads and asks but does not change the library", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "leave.md", "Thirty days of leave.");
  await scope.settle();
  const member = await scope.as("member");

  expect(await titlesFor("leave", member)).toEqual(["leave"]);
  const forbidden = { kind: "forbidden", code: "library.role_required" };
  await expect(Document.remove(member, [documentId])).rejects.toMatchObject(forbidden);
  await expect(Library.create(member, { name: "Mine" })).rejects.toMatchObject({ code: "actor.role_required" });
  await expect(Version.add(member, libraryId, [{ name: "x.md", content: text("x") }])).rejects.toMatchObject(forbidden);
});

test("another company finds, opens and deletes nothing of ours", async () => {
  const { libraryId } = await desk();
  const { documentId } = await addText(libraryId, "leave.md", "Thirty days of leave.");
  await scope.settle();
  const stranger = await foreignAdmin();

  expect(await titlesFor("leave", stranger)).toEqual([]);
  expect((await Search.run(stranger, { text: "leave", limit: 5, libraryIds: [libraryId] })).hits).toEqual([]);
  await expect(Document.get(stranger, documentId)).rejects.toMatchObject({ code: "document.not_found" });
  await expect(Document.remove(stranger, [documentId])).rejects.toMatchObject({ code: "document.not_found" });
  await expect(Version.add(stranger, libraryId, [{ name: "x.md", content: text("x") }])).rejects.toMatchObject({
    code: "library.not_found",
  });
});

test("names cannot climb out of the library or confuse a reader", async () => {
  const { libraryId } = await desk();

  const [added] = await Version.add(scope, libraryId, [
    { name: "../../etc/\u0000pass\u202ewd 🙂.md", content: Readable.from([text("hello there")]) },
  ]);

  expect(added?.name).toBe("etc/passwd 🙂.md");
  await expect(Version.add(scope, libraryId, [{ name: "../..", content: text("x") }])).rejects.toMatchObject({
    code: "file.empty_name",
  });
});

test("a file above the limit is refused while it arrives, and nothing of it is kept", async () => {
  const { libraryId } = await desk();
  const part = new Uint8Array(8 * 1024 * 1024);
  const endless = Readable.from(
    (function* () {
      for (let sent = 0; sent < 300 * 1024 * 1024; sent += part.length) yield part;
    })(),
  );

  await expect(Version.add(scope, libraryId, [{ name: "big.txt", content: endless }])).rejects.toMatchObject({
    code: "file.too_large",
  });

  expect(await scope.db.select().from(documentTable).where(eq(documentTable.libraryId, libraryId))).toEqual([]);
});

async function foreignAdmin(): Promise<Scope> {
  const companyId = newId("company");
  const userId = newId("user");
  await scope.db.insert(companyTable).values({ id: companyId, name: "Elsewhere" });
  await scope.db
    .insert(userTable)
    .values({ id: userId, companyId, role: "admin", name: "Stranger", email: "stranger@example.org" });
  return { ...scope, actor: { type: "user", userId, companyId, role: "admin" } };
}
