import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { documentTable } from "@docent/core/db/schema";
import * as Conversation from "@docent/core/chat/conversation";
import * as History from "@docent/core/chat/history";
import * as Run from "@docent/core/chat/run";
import * as SearchTest from "@docent/core/chat/search-test";
import * as LabelProposal from "@docent/core/evaluation/label-proposal";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Document from "@docent/core/knowledge/document";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Labelling from "@docent/core/knowledge/index/labelling";
import * as Library from "@docent/core/knowledge/library";
import * as Restriction from "@docent/core/knowledge/access/restriction";
import * as Search from "@docent/core/knowledge/search";
import * as Sharing from "@docent/core/knowledge/access/sharing";
import * as Version from "@docent/core/knowledge/version";
import { newId } from "@docent/core/id";
import { forCompany, forLibrary, requireUser, type Scope } from "@docent/core/scope";
import * as Group from "@docent/core/users/group";
import { fakeOpenAi } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { useModel } from "../connect-model.ts";

let scope: TestScope;

beforeEach(async () => (scope = await testScope()));
afterEach(() => scope.close());

const notFound = { kind: "not_found" };
const forbidden = { kind: "forbidden" };

async function add(by: Scope, libraryId: string, name: string, content: string): Promise<string> {
  const [added] = await Version.add(by, libraryId, [{ name, content: new TextEncoder().encode(content) }]);
  await scope.settle();
  return added?.documentId ?? "";
}

async function titles(by: Scope, text: string, libraryIds?: string[]): Promise<string[]> {
  const { hits } = await Search.run(by, { text, ...(libraryIds && { libraryIds }) });
  return hits.map(({ title }) => title).toSorted();
}

async function groupOf(name: string, ...people: Scope[]): Promise<string> {
  const { id } = await Group.create(scope, { name });
  await Group.setMembers(scope, { id, userIds: people.map((person) => requireUser(person).userId) });
  return id;
}

const reader = { role: "reader" as const, mayDownload: true };

test("what is in a private library is found and seen by its owner alone, administrators included", async () => {
  const [owner, other, editor] = [await scope.as("member"), await scope.as("member"), await scope.as("editor")];
  const { id } = await Library.create(owner, { name: "Mine", visibility: "private" });
  const documentId = await add(owner, id, "diary.md", "The zebra contract ends in May.");

  expect(await titles(owner, "zebra contract")).toEqual(["diary"]);
  for (const stranger of [other, editor, scope]) {
    expect(await titles(stranger, "zebra contract")).toEqual([]);
    expect(await titles(stranger, "zebra contract", [id])).toEqual([]);
    expect(await Library.list(stranger)).toEqual([]);
    await expect(Document.get(stranger, documentId)).rejects.toMatchObject(notFound);
    await expect(Document.file(stranger, documentId)).rejects.toMatchObject(notFound);
    await expect(Document.remove(stranger, [documentId])).rejects.toMatchObject(notFound);
    await expect(Chunk.list(stranger, Chunk.List.parse({ id: documentId }))).rejects.toMatchObject(notFound);
    await expect(Document.list(stranger, Document.List.parse({ libraryId: id }))).rejects.toMatchObject(notFound);
    await expect(Library.rename(stranger, { id, name: "Ours" })).rejects.toMatchObject(notFound);
    expect(await Document.states(stranger, [documentId])).toEqual([]);
  }
  await expect(Sharing.get(other, { id })).rejects.toMatchObject(notFound);
});

test("administrators see that a private library exists and can hand it over, and then its new owner reads it", async () => {
  const [owner, heir] = [await scope.as("member"), await scope.as("member")];
  const { id } = await Library.create(owner, { name: "Mine", visibility: "private" });
  await add(owner, id, "diary.md", "The zebra contract ends in May.");

  expect(await Sharing.list(scope)).toMatchObject([{ id, visibility: "private", readable: false, owners: ["member"] }]);
  expect(await Sharing.list(heir)).toEqual([]);
  const people = [{ userId: requireUser(heir).userId, role: "owner" as const, mayDownload: true }];
  await Sharing.set(scope, { id, visibility: "private", mayDownload: true, people, groups: [] });

  expect(await titles(heir, "zebra contract")).toEqual(["diary"]);
  expect(await titles(owner, "zebra contract")).toEqual([]);
});

test("two people may each have a private library of the same name", async () => {
  const [one, two] = [await scope.as("member"), await scope.as("member")];

  await Library.create(one, { name: "Notes", visibility: "private" });
  await Library.create(two, { name: "Notes", visibility: "private" });

  await expect(Library.create(two, { name: "Notes", visibility: "private" })).rejects.toMatchObject({
    code: "library.name_taken",
  });
});

test("a library shared with groups is read by their people, from the question after they join until they leave", async () => {
  const [inside, outside] = [await scope.as("member"), await scope.as("member")];
  const { id } = await Library.create(scope, { name: "Board" });
  await add(scope, id, "minutes.md", "The zebra contract ends in May.");
  const groupId = await groupOf("Board", inside);
  const people = [{ userId: requireUser(scope).userId, role: "owner" as const, mayDownload: true }];
  const groups = [{ groupId, ...reader }];
  await Sharing.set(scope, { id, visibility: "groups", mayDownload: true, people, groups });

  expect(await titles(inside, "zebra contract")).toEqual(["minutes"]);
  expect(await titles(outside, "zebra contract")).toEqual([]);

  await Group.setMembers(scope, { id: groupId, userIds: [requireUser(outside).userId] });

  expect(await titles(inside, "zebra contract")).toEqual([]);
  expect(await titles(outside, "zebra contract")).toEqual(["minutes"]);

  await Group.remove(scope, { id: groupId });

  expect(await titles(outside, "zebra contract")).toEqual([]);
});

test("readers read, contributors change documents, owners say who may", async () => {
  const people = [await scope.as("member"), await scope.as("member"), await scope.as("member")] as const;
  const [reads, contributes, owns] = people;
  const { id } = await Library.create(scope, { name: "Handbook" });
  const grants = (["reader", "contributor", "owner"] as const).map((role, at) => ({
    userId: requireUser(people[at] ?? scope).userId,
    role,
    mayDownload: false,
  }));
  const sharing = { id, visibility: "groups" as const, mayDownload: true, people: grants, groups: [] };
  await Sharing.set(scope, sharing);

  const documentId = await add(contributes, id, "leave.md", "Thirty days of leave.");
  await expect(add(reads, id, "x.md", "x")).rejects.toMatchObject(forbidden);
  await expect(Document.remove(reads, [documentId])).rejects.toMatchObject(forbidden);
  await expect(Library.rename(reads, { id, name: "Mine" })).rejects.toMatchObject(forbidden);
  await expect(Sharing.set(contributes, sharing)).rejects.toMatchObject(forbidden);
  await expect(Restriction.set(contributes, { ids: [documentId], groupIds: null })).rejects.toMatchObject(forbidden);
  await Sharing.set(owns, sharing);
  await Document.remove(contributes, [documentId]);
});

test("who may quote and not download finds the passages and gets no file", async () => {
  const member = await scope.as("member");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "leave.md", "Thirty days of leave.");
  expect(await Document.file(member, documentId)).toMatchObject({ name: "leave.md" });

  const sharing = { id, visibility: "company" as const, mayDownload: false, people: [], groups: [] };
  await Sharing.set(scope, sharing);

  expect(await titles(member, "leave")).toEqual(["leave"]);
  expect((await Chunk.list(member, Chunk.List.parse({ id: documentId }))).items).toHaveLength(1);
  expect(await Document.get(member, documentId)).toMatchObject({ mayDownload: false, role: "reader" });
  await expect(Document.file(member, documentId)).rejects.toMatchObject({ code: "document.download_forbidden" });
  expect(await Document.file(await scope.as("editor"), documentId)).toMatchObject({ name: "leave.md" });

  const people = [{ userId: requireUser(member).userId, ...reader }];
  await Sharing.set(scope, { ...sharing, people });
  expect(await Document.file(member, documentId)).toMatchObject({ name: "leave.md" });
});

test("a document restricted to groups is lost by all others at once, before the index knows", async () => {
  const [inside, outside] = [await scope.as("member"), await scope.as("member")];
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  await add(scope, id, "animals.md", "A zebra is an animal.");
  const groupId = await groupOf("Payroll", inside);

  await Restriction.set(scope, { ids: [documentId], groupIds: [groupId] });

  expect(await titles(outside, "zebra")).toEqual(["animals"]);
  await expect(Document.get(outside, documentId)).rejects.toMatchObject(notFound);
  expect((await Library.list(outside))[0]?.documents).toBe(1);

  await scope.settle();

  expect(await titles(outside, "zebra")).toEqual(["animals"]);
  expect(await titles(inside, "zebra")).toEqual(["animals", "salaries"]);
  expect(await titles(scope, "zebra")).toEqual(["animals", "salaries"]);
  expect(await Document.get(inside, documentId)).toMatchObject({ restricted: true });
  expect(await Restriction.get(scope, { id: documentId })).toMatchObject({ groups: [{ id: groupId }] });

  await Restriction.set(scope, { ids: [documentId], groupIds: null });
  await scope.settle();

  expect(await titles(outside, "zebra")).toEqual(["animals", "salaries"]);
});

test("the engine itself leaves out what the asker may not read", async () => {
  const outside = await scope.as("member");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  await Restriction.set(scope, { ids: [documentId], groupIds: [await groupOf("Payroll")] });
  await scope.settle();
  const asked: (readonly string[])[] = [];
  const found: number[] = [];
  const index = {
    ...scope.index,
    search: async (...[space, query]: Parameters<typeof scope.index.search>) => {
      const hits = await scope.index.search(space, query);
      asked.push(query.access);
      found.push(hits.length);
      return hits;
    },
  };

  await Search.run({ ...outside, index }, { text: "zebra band" });

  expect(asked[0]).toEqual([id]);
  expect(found.every((hits) => hits === 0)).toBe(true);
});

test("a document whose last group was deleted is left to the owners", async () => {
  const inside = await scope.as("member");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  const groupId = await groupOf("Payroll", inside);
  await Restriction.set(scope, { ids: [documentId], groupIds: [groupId] });
  await scope.settle();

  await Group.remove(scope, { id: groupId });

  expect(await titles(inside, "zebra")).toEqual([]);
  expect(await titles(scope, "zebra")).toEqual(["salaries"]);
  expect(await Restriction.get(scope, { id: documentId })).toMatchObject({ groups: [] });
});

test("a new version of a restricted document is restricted too, also when that changes while it is read", async () => {
  const [inside, outside] = [await scope.as("member"), await scope.as("member")];
  const { id } = await Library.create(scope, { name: "Handbook" });
  const groupId = await groupOf("Payroll", inside);
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  const content = new TextEncoder().encode("The okapi band pays most.");
  const [next] = await Version.add(scope, id, [{ name: "salaries.md", content }]);
  const extractor = {
    ...scope.extractor,
    extract: async (...file: Parameters<typeof scope.extractor.extract>) => {
      await Restriction.set(scope, { ids: [documentId], groupIds: [groupId] });
      await Labelling.run(scope, [documentId]);
      return scope.extractor.extract(...file);
    },
  };

  await Ingest.run({ ...scope, extractor }, [next?.versionId ?? ""]);

  expect(await titles(outside, "okapi band")).toEqual([]);
  expect(await titles(inside, "okapi band")).toEqual(["salaries"]);
});

test("labelling that was lost with the process is taken up at the next start", async () => {
  const outside = await scope.as("member");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  await Restriction.set(scope, { ids: [documentId], groupIds: [await groupOf("Payroll")] });
  await scope.settle();
  const lost = { ...scope, queue: { ...scope.queue, send: async () => {} } };
  await Restriction.set(lost, { ids: [documentId], groupIds: null });
  expect(await titles(outside, "zebra")).toEqual([]);

  await Labelling.recover(scope);
  await scope.settle();

  expect(await titles(outside, "zebra")).toEqual(["salaries"]);
  const [row] = await scope.db.select().from(documentTable).where(eq(documentTable.id, documentId));
  expect(row?.indexedAs).toBe(row?.access);
});

test("nobody replaces or hears of a document by its name that they may not read", async () => {
  const contributes = await scope.as("editor");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays most.");
  await Restriction.set(scope, { ids: [documentId], groupIds: [await groupOf("Payroll")] });

  await expect(add(contributes, id, "salaries.md", "Nothing.")).rejects.toMatchObject({ code: "document.name_taken" });
  await expect(Document.remove(contributes, [documentId])).rejects.toMatchObject(notFound);
});

test("a private library names only its owners, and what is not company-wide has one", async () => {
  const { id } = await Library.create(scope, { name: "Handbook" });
  const userId = requireUser(await scope.as("member")).userId;
  const set = (more: Partial<Sharing.Input>) =>
    Sharing.set(scope, { id, visibility: "private", mayDownload: true, people: [], groups: [], ...more });

  await expect(set({})).rejects.toMatchObject({ code: "library.owner_needed" });
  await expect(set({ people: [{ userId, ...reader }] })).rejects.toMatchObject({ code: "library.private_shared" });
  await expect(set({ visibility: "groups" })).rejects.toMatchObject({ code: "library.owner_needed" });
  await expect(set({ people: [{ userId: "usr_nobody", ...reader }] })).rejects.toMatchObject(notFound);
  await expect(set({ groups: [{ groupId: "grp_none", ...reader }] })).rejects.toMatchObject(notFound);
  expect((await Library.list(scope))[0]?.visibility).toBe("company");
});

test("a search that is tried out names no passages of others", async () => {
  const owner = await scope.as("member");
  const { id } = await Library.create(owner, { name: "Mine", visibility: "private" });
  await add(owner, id, "diary.md", "The zebra contract ends in May.");

  const tried = await SearchTest.run(await scope.as("editor"), Search.Query.parse({ text: "zebra contract" }));

  expect(tried.passages).toEqual({});
  expect(tried.trace.libraryIds).toEqual([]);
});

test("an answer given earlier is withheld once its asker may not read what it stands on, wherever it is kept", async () => {
  const member = await scope.as("member");
  const { id } = await Library.create(scope, { name: "Handbook" });
  const documentId = await add(scope, id, "salaries.md", "The zebra band pays eleven thousand.");
  const conversationId = newId("conversation");
  const runId = newId("run");
  await Run.ask(member, { conversationId, runId, question: "What does the zebra band pay?" });
  const watched = async () => JSON.stringify(await Array.fromAsync(Run.watch(member, { runId, after: 0 })));
  const kept = async () => [
    await watched(),
    JSON.stringify(await Conversation.get(member, conversationId)),
    JSON.stringify(await History.read(member, { conversationId, runId: newId("run") })),
  ];
  for (const text of await kept()) expect(text).toContain("eleven thousand");

  await Restriction.set(scope, { ids: [documentId], groupIds: [await groupOf("Payroll")] });

  for (const text of await kept()) expect(text).not.toMatch(/eleven thousand|salaries/);
  const outcome = (await Conversation.get(member, conversationId)).turns[0]?.outcome;
  expect(outcome?.text).toContain("may not read any more");
  expect(outcome?.sources).toEqual([]);
});

test("questions are proposed only from what the whole company may read, for every editor sees them", async () => {
  await using model = await fakeOpenAi({ text: "{}" });
  await useModel(scope, "chat", { baseUrl: model.baseUrl, model: "test-model" });
  const editor = await scope.as("editor");
  const long = (word: string) => `The ${word} eats grass all day long, and drinks water from the river. `.repeat(3);
  const own = await Library.create(editor, { name: "Mine", visibility: "private" });
  await add(editor, own.id, "diary.md", long("zebra"));
  const { id } = await Library.create(scope, { name: "Handbook" });
  await add(scope, id, "animals.md", long("horse"));
  const documentId = await add(scope, id, "salaries.md", long("okapi"));
  await Restriction.set(scope, { ids: [documentId], groupIds: [await groupOf("Payroll", editor)] });

  const steps = await Array.fromAsync(LabelProposal.propose(editor, { passages: 20 }));

  expect(steps.at(-1)).toMatchObject({ done: 1, total: 1 });
  const asked = JSON.stringify(model.log);
  expect(asked).toContain("horse");
  expect(asked).not.toMatch(/zebra|okapi/);
});

test("a job reads and changes a private library when it works for that one, and no other", async () => {
  const { companyId } = requireUser(scope);
  const owner = await scope.as("member");
  const [mine, other] = [
    await Library.create(owner, { name: "Mine", visibility: "private" }),
    await Library.create(owner, { name: "Other", visibility: "private" }),
  ];

  await add(forLibrary(scope, { companyId, libraryId: mine.id }, "sync-source"), mine.id, "a.md", "The zebra eats.");

  expect(await titles(owner, "zebra")).toEqual(["a"]);
  for (const job of [
    forCompany(scope, companyId, "job"),
    forLibrary(scope, { companyId, libraryId: other.id }, "job"),
  ]) {
    expect(await titles(job, "zebra")).toEqual([]);
    await expect(add(job, mine.id, "b.md", "The zebra sleeps.")).rejects.toMatchObject(notFound);
  }
});
