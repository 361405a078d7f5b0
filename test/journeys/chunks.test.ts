import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Hit from "@docent/core/chat/hit";
import * as Run from "@docent/core/chat/run";
import { chunkRevisionTable, chunkTable, embeddingTable, leftoverTable, triggerTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Document from "@docent/core/knowledge/document";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Leftover from "@docent/core/knowledge/chunk/leftover";
import * as Library from "@docent/core/knowledge/library";
import * as Reindexing from "@docent/core/knowledge/index/reindexing";
import * as Revision from "@docent/core/knowledge/chunk/revision";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { addModel } from "../connect-model.ts";

let scope: TestScope;
let libraryId: string;

beforeEach(async () => {
  scope = await testScope();
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(() => scope.close());

/** Long enough for each chapter to be a chunk of its own. */
const filler = (about: string) => `The rest of this chapter is about ${about} and nothing else at all. `.repeat(12);
const chapter = (title: string, first: string) => `# ${title}\n\n${first} ${filler(title.toLowerCase())}`;
const leave = chapter("Leave", "Everybody gets thirty days of vacation.");
const parking = chapter("Parking", "A space in the garage costs ten euros.");
const canteen = chapter("Canteen", "Lunch is served from noon.");

async function add(name: string, ...chapters: string[]): Promise<string> {
  const content = new TextEncoder().encode(chapters.join("\n\n"));
  const [added] = await Version.add(scope, libraryId, [{ name, content }]);
  if (!added) throw new Error("nothing was added");
  await scope.settle();
  return added.documentId;
}

async function cards(id: string, only: "all" | "edited" | "off" = "all"): Promise<Chunk.Card[]> {
  return (await Chunk.cards(scope, Chunk.Cards.parse({ id, only }))).items;
}

async function cardAbout(id: string, word: string): Promise<Chunk.Card> {
  const card = (await cards(id)).find(({ text, question }) => `${question} ${text}`.includes(word));
  if (!card) throw new Error(`no chunk about ${word}`);
  return card;
}

async function textsFor(text: string): Promise<string[]> {
  const { hits, routes } = await Search.run(scope, { text, limit: 10 });
  const found = new Set(routes["lexical-passage"]?.map(({ chunkId }) => chunkId));
  return hits.filter(({ chunkId }) => found.has(chunkId)).map((hit) => hit.text);
}

async function edit(card: Chunk.Card, from: string, to: string, by: Scope = scope) {
  return Revision.edit(by, { id: card.id, revision: card.revision, text: card.text.replace(from, to) });
}

async function ask(question: string): Promise<string> {
  const [conversationId, runId] = [newId("conversation"), newId("run")];
  await Run.ask(scope, { conversationId, runId, question });
  await Array.fromAsync(Run.watch(scope, { runId, after: 0 }));
  return runId;
}

const codeOf = (error: unknown) => (error as { code: string }).code;
const refusal = (work: Promise<unknown>) => work.then(() => "done", codeOf);

test("an edited chunk is found by its new words and not by its old ones, and is quoted as it now reads", async () => {
  const id = await add("handbook.md", leave, parking);
  const card = await cardAbout(id, "thirty");

  expect(await edit(card, "thirty days of vacation", "forty days of holidays")).toEqual({ revision: 1 });
  await scope.settle();

  expect(await textsFor("holidays")).toEqual([expect.stringContaining("forty days of holidays")]);
  expect(await textsFor("vacation")).toEqual([]);
  const { items } = await Chunk.list(scope, Chunk.List.parse({ id }));
  expect(items[card.position]?.text).toContain("forty days of holidays");
  expect(await Document.get(scope, id)).toMatchObject({ chunks: 2, state: "searchable" });
});

test("question and headings of a row can be edited, and lead to it", async () => {
  const id = await add("faq.csv", "Question,Answer\nWhen is payday?,On the 5th.\n");
  const [card] = await cards(id);
  if (!card) throw new Error("no chunk");

  const change = { question: "When is my salary paid?", headings: ["Money", "  Wages\n"] };
  await Revision.edit(scope, { id: card.id, revision: 0, text: "On the 6th.", ...change });
  await scope.settle();

  const { hits } = await Search.run(scope, { text: "When is my salary paid?", limit: 1 });
  expect(hits).toMatchObject([{ question: change.question, headings: ["Money", "Wages"], text: "On the 6th." }]);
});

test("every revision is kept, and an earlier one can be brought back", async () => {
  const id = await add("handbook.md", leave);
  const card = await cardAbout(id, "thirty");
  await edit(card, "thirty", "forty");
  await edit(await cardAbout(id, "forty"), "forty", "fifty");

  expect(await Revision.restore(scope, { id: card.id, revision: 2, number: 0 })).toEqual({ revision: 3 });
  await scope.settle();

  const revisions = await Revision.list(scope, { id: card.id });
  expect(revisions.map(({ number, restores, by }) => [number, restores, by])).toEqual([
    [3, 0, "admin"],
    [2, null, "admin"],
    [1, null, "admin"],
    [0, null, null],
  ]);
  expect(revisions[0]?.text).toBe(card.text);
  expect(await textsFor("thirty vacation")).toEqual([card.text]);
  expect(await textsFor("fifty")).toEqual([]);
});

test("a chunk that nobody edited has the revision that was read from the file", async () => {
  const id = await add("handbook.md", leave);
  const card = await cardAbout(id, "thirty");

  expect(await Revision.list(scope, { id: card.id })).toMatchObject([{ number: 0, text: card.text, by: null }]);
  expect(await edit(card, "", "")).toEqual({ revision: 0 });
  expect(await scope.db.$count(chunkRevisionTable)).toBe(0);
});

test("whoever edits what somebody else has changed meanwhile is told, and changes nothing", async () => {
  const id = await add("handbook.md", leave);
  const card = await cardAbout(id, "thirty");
  await edit(card, "thirty", "forty");

  expect(await refusal(edit(card, "thirty", "twenty"))).toBe("chunk.edited_meanwhile");
  expect(await refusal(Revision.restore(scope, { id: card.id, revision: 0, number: 0 }))).toBe(
    "chunk.edited_meanwhile",
  );
  expect((await cards(id))[0]).toMatchObject({ revision: 1, edited: { by: "admin" } });
});

test("what is empty or too long is refused with a reason, and what no reader can see is taken out", async () => {
  const id = await add("faq.csv", "Question,Answer\nWhen is payday?,On the 5th.\n");
  const [card] = await cards(id);
  const change = (more: Partial<Parameters<typeof Revision.edit>[1]>) =>
    refusal(Revision.edit(scope, { id: card?.id ?? "", revision: 0, text: "x", ...more }));

  expect(await change({ text: " \u0000\n" })).toBe("chunk.text_empty");
  expect(await change({ text: "x".repeat(12_001) })).toBe("chunk.text_too_long");
  expect(await change({ question: " " })).toBe("chunk.question_empty");
  expect(await change({ question: "x".repeat(2_001) })).toBe("chunk.question_too_long");
  expect(await change({ headings: Array<string>(13).fill("x") })).toBe("chunk.headings_too_long");
  expect(await change({ text: "On\r\nthe\u0000 \ud800 6th." })).toBe("done");
  expect((await cards(id))[0]?.text).toBe("On\nthe \ufffd 6th.");
});

test("a chunk that is switched off is gone from searches and answers at once, and comes back", async () => {
  const id = await add("handbook.md", leave, parking);
  const card = await cardAbout(id, "garage");

  expect(await Revision.turn(scope, { ids: [card.id, card.id], off: true })).toEqual({ changed: [card.id] });
  expect(await textsFor("garage")).toEqual([]);
  await scope.settle();
  const space = await Generation.current(scope);
  expect(await scope.index.size(space)).toBe(1);
  expect(await cards(id, "off")).toMatchObject([{ id: card.id, off: true }]);
  const runId = await ask("What does a space in the garage cost?");
  expect((await Hit.questions(scope, Hit.OfChunk.parse({ id: card.id }))).items).toEqual([]);
  expect(runId).toBeTruthy();

  expect(await Revision.turn(scope, { ids: [card.id], off: true })).toEqual({ changed: [] });
  await Revision.turn(scope, { ids: [card.id], off: false });
  await scope.settle();
  expect(await textsFor("garage")).toEqual([card.text]);
});

test("a question is counted for the chunks that it found, and noted as cited where the answer cites it", async () => {
  const id = await add("handbook.md", leave, parking, canteen);
  const runId = await ask("How many days of vacation does everybody get?");
  await ask("What does a space in the garage cost?");

  const card = await cardAbout(id, "thirty");
  expect(card).toMatchObject({ cited: 1 });
  const { items, ...counts } = await Hit.questions(scope, Hit.OfChunk.parse({ id: card.id }));
  expect(counts).toEqual({ asked: card.asked, cited: 1 });
  expect(items?.at(-1)).toMatchObject({
    runId,
    question: "How many days of vacation does everybody get?",
    askedBy: "admin",
    rank: 1,
    cited: true,
    tier: "answer",
  });

  const member = await scope.as("member");
  expect(await Hit.questions(member, Hit.OfChunk.parse({ id: card.id }))).toEqual({ ...counts, items: null });
});

test("a new version carries edits, switches, written questions and counts to the chunks that read the same", async () => {
  const id = await add("handbook.md", leave, parking, canteen);
  await ask("What does a space in the garage cost?");
  await edit(await cardAbout(id, "thirty"), "thirty days of vacation", "forty days of holidays");
  const garage = await cardAbout(id, "garage");
  await Revision.turn(scope, { ids: [(await cardAbout(id, "noon")).id], off: true });
  const trigger = { id: newId("trigger"), companyId: "", versionId: garage.id.slice(0, -5), chunkId: garage.id };
  await scope.db
    .insert(triggerTable)
    .values({ ...trigger, kind: "question", text: "Where do I leave my vehicle?", state: "accepted" });
  await scope.settle();

  await add("handbook.md", chapter("Badges", "Visitors wear badges."), canteen, parking, leave);

  const [badges, noon, space, days] = await cards(id);
  expect(badges).toMatchObject({ revision: 0, off: false });
  expect(noon).toMatchObject({ off: true, revision: 0 });
  expect(space).toMatchObject({ off: false, asked: garage.asked, cited: garage.cited });
  expect(days).toMatchObject({ revision: 1, edited: { by: "admin" } });
  expect(await textsFor("holidays")).toEqual([days?.text]);
  expect(await textsFor("vacation")).toEqual([]);
  expect(await textsFor("noon lunch")).toEqual([]);
  expect(await scope.db.select({ chunkId: triggerTable.chunkId }).from(triggerTable)).toEqual([{ chunkId: space?.id }]);
  const found = await Search.run(scope, { text: "Where do I leave my vehicle?", limit: 5 });
  expect(found.hits.map(({ chunkId }) => chunkId)).toContain(space?.id);
  expect(await Leftover.list(scope, { id })).toEqual([]);
  expect(await scope.index.size(await Generation.current(scope))).toBe(3);
  expect(await Revision.list(scope, { id: days?.id ?? "" })).toHaveLength(2);
});

test("headings that nobody edited are those of the new file, and edited ones are carried", async () => {
  const under = (part: string) => `# ${part}\n\n${filler("everything")}\n\n#${leave}\n\n#${parking}`;
  const id = await add("handbook.md", under("Part one"));
  await edit(await cardAbout(id, "thirty"), "thirty", "forty");
  const garage = await cardAbout(id, "garage");
  await Revision.edit(scope, { id: garage.id, revision: 0, text: garage.text, headings: ["Cars"] });

  await add("handbook.md", under("Part two"));

  expect((await cardAbout(id, "forty")).headings[0]).toBe("Part two");
  expect((await cardAbout(id, "garage")).headings).toEqual(["Cars"]);
});

test("changes whose text is gone are kept with their text, and find their place when it comes back", async () => {
  const id = await add("handbook.md", leave, parking, canteen);
  const card = await cardAbout(id, "thirty");
  await edit(card, "thirty", "forty");
  await Revision.turn(scope, { ids: [(await cardAbout(id, "noon")).id], off: true });

  await add("handbook.md", parking);

  expect(await cards(id)).toMatchObject([{ revision: 0, off: false }]);
  const left = await Leftover.list(scope, { id });
  expect(left).toMatchObject([
    { off: false, original: { text: card.text }, edited: { text: card.text.replace("thirty", "forty") }, by: "admin" },
    { off: true, edited: null },
  ]);

  await add("handbook.md", parking, leave);

  expect(await cardAbout(id, "forty")).toMatchObject({ revision: 1 });
  expect(await Leftover.list(scope, { id })).toMatchObject([{ off: true }]);
});

test("a change that was left over can be put on another chunk or dismissed, and that taken back", async () => {
  const id = await add("handbook.md", leave, parking);
  await edit(await cardAbout(id, "thirty"), "thirty", "forty");
  await edit(await cardAbout(id, "garage"), "ten", "twelve");
  await add("handbook.md", canteen);
  const [first, second] = await Leftover.list(scope, { id });
  const [card] = await cards(id);

  await Revision.edit(scope, {
    id: card?.id ?? "",
    revision: 0,
    text: first?.edited?.text ?? "",
    leftoverId: first?.id ?? "",
  });
  expect(await Leftover.list(scope, { id })).toMatchObject([{ id: second?.id }]);
  await Leftover.dismiss(scope, Leftover.Dismiss.parse({ ids: [second?.id] }));
  expect(await Leftover.list(scope, { id })).toEqual([]);
  await Leftover.dismiss(scope, { ids: [second?.id ?? ""], dismissed: false });
  expect(await Leftover.list(scope, { id })).toHaveLength(1);
});

test("an edit made while the next version is on its way is carried too, and one too late is told", async () => {
  const id = await add("handbook.md", leave);
  const card = await cardAbout(id, "thirty");
  await Version.add(scope, libraryId, [
    { name: "handbook.md", content: new TextEncoder().encode(`${parking}\n\n${leave}`) },
  ]);

  await edit(card, "thirty", "forty");
  await scope.settle();

  expect(await cardAbout(id, "forty")).toMatchObject({ revision: 1, position: 1 });
  expect(await refusal(edit(card, "thirty", "fifty"))).toBe("chunk.not_found");
  expect(await scope.db.$count(chunkTable)).toBe(2);
});

test("a desk that ends while a new version takes over carries everything once", async () => {
  const id = await add("handbook.md", leave, parking);
  await edit(await cardAbout(id, "thirty"), "thirty days of vacation", "forty days of holidays");
  await edit(await cardAbout(id, "garage"), "ten", "twelve");
  await scope.settle();
  const content = new TextEncoder().encode(leave);
  const [added] = await Version.add(scope, libraryId, [{ name: "handbook.md", content }]);
  const ends = () => Promise.reject(new Error("the process ended"));

  const before: Scope = { ...scope, index: { ...scope.index, flip: ends } };
  await expect(Ingest.run(before, [added?.versionId ?? ""])).rejects.toThrow("ended");
  const after: Scope = {
    ...scope,
    queue: {
      ...scope.queue,
      send: (name, jobs) => (name === "reindex-chunks" ? ends() : scope.queue.send(name, jobs)),
    },
  };
  await expect(Ingest.run(after, [added?.versionId ?? ""])).rejects.toThrow("ended");
  await Reindexing.recover(scope);
  await scope.settle();

  expect(await cards(id)).toMatchObject([
    { revision: 1, text: leave.replace("thirty days of vacation", "forty days of holidays").trim() },
  ]);
  expect(await Leftover.list(scope, { id })).toHaveLength(1);
  expect(await textsFor("holidays")).toHaveLength(1);
  expect(await textsFor("vacation")).toEqual([]);
});

test("what is edited while the index is built anew is right in the new one", async () => {
  await using server = await wordVectorServer();
  const id = await add("handbook.md", leave, parking);
  await Generation.connect(
    scope,
    await addModel(scope, "embed", { provider: "openai", baseUrl: server.baseUrl, model: "words-1" }),
  );
  const release = server.hold();
  const rebuilding = scope.settle();
  await server.waited();
  await edit(await cardAbout(id, "thirty"), "thirty days of vacation", "forty days of holidays");
  await Revision.turn(scope, { ids: [(await cardAbout(id, "garage")).id], off: true });
  release();
  await rebuilding;
  await scope.settle();

  const space = await Generation.current(scope);
  expect(space.embedder).toContain("words-1");
  expect(await scope.index.size(space)).toBe(1);
  expect(await textsFor("holidays")).toEqual([expect.stringContaining("forty days of holidays")]);
  expect(await textsFor("vacation")).toEqual([]);
});

test("with the document everything that its chunks ever said is forgotten", async () => {
  await using server = await wordVectorServer();
  await Generation.connect(
    scope,
    await addModel(scope, "embed", { provider: "openai", baseUrl: server.baseUrl, model: "words-1" }),
  );
  await scope.settle();
  const id = await add("handbook.md", leave, parking);
  await edit(await cardAbout(id, "thirty"), "thirty", "forty");
  await edit(await cardAbout(id, "garage"), "ten", "twelve");
  await scope.settle();
  await add("handbook.md", parking);
  expect(await scope.db.$count(leftoverTable)).toBe(1);

  await Document.remove(scope, [id]);
  await scope.settle();

  for (const table of [chunkTable, chunkRevisionTable, leftoverTable, embeddingTable])
    expect(await scope.db.select().from(table)).toEqual([]);
});

test("readers and other companies change nothing and see no history", async () => {
  const id = await add("handbook.md", leave);
  const card = await cardAbout(id, "thirty");
  const member = await scope.as("member");
  const stranger = { ...scope, actor: { type: "user", userId: "x", companyId: "y", role: "admin" } } as Scope;

  for (const [by, code] of [
    [member, "library.role_required"],
    [stranger, "chunk.not_found"],
  ] as const) {
    expect(await refusal(edit(card, "thirty", "forty", by))).toBe(code);
    expect(await refusal(Revision.turn(by, { ids: [card.id], off: true }))).toBe(code);
    expect(await refusal(Revision.list(by, { id: card.id }))).toBe(code);
  }
  const [row] = await scope.db.select().from(chunkTable).where(eq(chunkTable.id, card.id));
  expect(row).toMatchObject({ text: card.text, offAt: null });
});
