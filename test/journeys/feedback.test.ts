import { afterAll, beforeAll, expect, test } from "vitest";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import type { TerminalEvent } from "@docent/core/chat/run-event";
import * as Label from "@docent/core/evaluation/label";
import * as Faq from "@docent/core/feedback/faq";
import * as Feedback from "@docent/core/feedback/feedback";
import * as Inject from "@docent/core/evaluation/inject";
import * as Review from "@docent/core/feedback/review";
import { newId } from "@docent/core/id";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Sharing from "@docent/core/knowledge/access/sharing";
import * as Version from "@docent/core/knowledge/version";
import { requireUser, type Scope } from "@docent/core/scope";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let member: Scope;
let editor: Scope;
let libraryId: string;

beforeAll(async () => {
  scope = await testScope();
  [member, editor] = [await scope.as("member"), await scope.as("editor")];
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
  await add(libraryId, "leave.md", "# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await add(libraryId, "canteen.faq", "Question: When does the canteen open?\nAnswer: The canteen opens at noon.");
});

afterAll(() => scope.close());

async function add(libraryId: string, name: string, text: string): Promise<string> {
  const [added] = await Version.add(scope, libraryId, [{ name, content: new TextEncoder().encode(text) }]);
  await scope.settle();
  return added?.documentId ?? "";
}

async function asked(question: string, by: Scope = member, conversationId = newId("conversation")) {
  const runId = newId("run");
  await Run.ask(by, { conversationId, runId, question });
  let end: TerminalEvent | undefined;
  for await (const { event } of Run.watch(by, { runId, after: 0 })) if ("outcome" in event) end = event;
  return { runId, conversationId, outcome: end?.outcome };
}

const plain = { page: 1, pageSize: 20 };
const first = async (filter: Partial<Parameters<typeof Review.list>[1]> = {}, by = editor) =>
  (await Review.list(by, { ...plain, ...filter })).items[0];

test("a thumb, what was wrong and a correction are kept once per person, shown again, and taken back as one", async () => {
  const { runId, conversationId } = await asked("Who waters the plants in the lobby?");

  await Feedback.rate(member, { runId, thumb: "down" });
  const correction = "The reception waters them on Mondays.";
  await Feedback.rate(member, { runId, thumb: "down", fault: "incomplete", reason: "Nothing in it", correction });

  expect(await Feedback.ofRun(member, { runId })).toEqual({
    thumb: "down",
    fault: "incomplete",
    reason: "Nothing in it",
    correction,
  });
  expect((await Conversation.get(member, conversationId)).turns[0]?.thumb).toBe("down");
  expect(await Review.list(editor, plain)).toMatchObject({
    total: 1,
    counts: { all: 1, new: 1, injected: 0, dismissed: 0 },
    items: [{ question: "Who waters the plants in the lobby?", answer: correction, tier: "refused", by: "member" }],
  });

  await Feedback.rate(member, { runId, thumb: null });
  expect(await Feedback.ofRun(member, { runId })).toEqual({ thumb: null, fault: null, reason: null, correction: null });
  expect((await Review.list(editor, plain)).total).toBe(0);
});

test("nobody rates what somebody else was answered, and the list is for editors", async () => {
  const { runId } = await asked("Who waters the plants in the lobby?");
  await expect(Feedback.rate(editor, { runId, thumb: "up" })).rejects.toMatchObject({ code: "run.not_found" });
  await expect(Review.list(member, plain)).rejects.toMatchObject({ code: "actor.role_required" });
});

test("the list is filtered by state, thumb, correction, library, person, day and words, and laid aside in bulk", async () => {
  const one = await asked("How many days of leave do I get?");
  const other = await asked("Where is the bicycle cellar?", editor);
  await Feedback.rate(member, { runId: one.runId, thumb: "up" });
  await Feedback.rate(editor, { runId: other.runId, thumb: "down", correction: "Under the north wing." });

  expect(await first({ thumb: "up" })).toMatchObject({ runId: one.runId });
  expect(await first({ corrected: true })).toMatchObject({ runId: other.runId });
  expect(await first({ text: "BICYCLE" })).toMatchObject({ runId: other.runId });
  expect(await first({ libraryId, thumb: "up" })).toMatchObject({ runId: one.runId });
  expect(await first({ libraryId: newId("library") })).toBeUndefined();
  const people = await Review.people(editor);
  expect(people.map(({ name }) => name)).toEqual(["editor", "member"]);
  expect(await first({ userId: people[0]?.id ?? "" })).toMatchObject({ runId: other.runId });
  expect(await first({ before: "2000-01-01T00:00:00Z" })).toBeUndefined();
  expect(await first({ from: "2000-01-01T00:00:00+08:00" })).toBeDefined();

  const { items } = await Review.list(editor, plain);
  const ids = items.map(({ id }) => id);
  expect((await Review.move(editor, { ids, state: "dismissed" })).moved.toSorted()).toEqual(ids.toSorted());
  expect((await Review.list(editor, { ...plain, state: "new" })).total).toBe(0);
  await Review.move(editor, { ids, state: "new" });
  expect((await Review.list(editor, { ...plain, state: "new" })).total).toBe(2);
});

test("a correction becomes a row of the library's corrections, answers the next who ask, and can be taken back", async () => {
  const question = "What is the code of the bicycle cellar?";
  const before = await asked(question);
  expect(before.outcome?.tier).toBe("refused");
  await Feedback.rate(member, { runId: before.runId, thumb: "down", correction: "Ask the porter." });
  const row = await first({ text: "code of the bicycle" });
  const answer = "Ask the porter:\n\n- at the gate\n- by telephone\n=====\nAnswer: both work.";
  await Review.edit(editor, { id: row?.id ?? "", answer });

  const pair = { question, answer, libraryId, language: "en" as const };
  const injected = await Inject.inject(editor, { id: row?.id ?? "", ...pair });
  expect(await Inject.isRead(editor, { id: injected.id })).toBe(false);
  await scope.settle();
  expect(await Inject.isRead(editor, { id: injected.id })).toBe(true);

  expect(injected).toMatchObject({ state: "injected", library: { id: libraryId }, reviewedBy: "editor" });
  const after = await asked("what is the code of the bicycle cellar");
  expect(after.outcome).toMatchObject({ tier: "answer", model: "faq" });
  expect(after.outcome?.text).toContain("- by telephone");
  expect(after.outcome?.text).toContain("Answer: both work.");
  const { items: chunks } = await Chunk.list(scope, { id: injected.documentId ?? "", from: 0, limit: 10 });
  expect(chunks).toMatchObject([{ kind: "question", question }]);
  expect(await Label.ofQuestion(editor, { question })).toMatchObject({ expected: "answer" });
  await expect(Review.edit(editor, { id: injected.id, answer: "no" })).rejects.toMatchObject({
    code: "feedback.injected",
  });

  // a second one is the next version of the same document
  const second = await Inject.inject(editor, { ...pair, question: "Who has the spare key?", answer: "The porter." });
  await scope.settle();
  expect(second.documentId).toBe(injected.documentId);
  expect((await asked("Who has the spare key?")).outcome?.text).toContain("The porter.");
  expect((await asked(question)).outcome?.text).toContain("- by telephone");

  expect(await Inject.takeBack(editor, { id: injected.id })).toMatchObject({ state: "new", documentId: null, answer });
  await scope.settle();
  expect((await asked(question)).outcome?.text).not.toContain("by telephone");
  expect(await Label.ofQuestion(editor, { question })).toBeNull();
  await Inject.takeBack(editor, { id: second.id });
  await scope.settle();
  const { items } = await Document.list(scope, { libraryId, ...listed });
  expect(items.map(({ name }) => name).toSorted()).toEqual(["canteen.faq", "leave.md"]);
});

const listed = { sort: "name", direction: "asc", page: 1, pageSize: 30 } as const;

test("a row that asks the same is offered, changed in its place, and put back by an undo", async () => {
  const [row] = await Faq.similar(editor, { libraryId, question: "when does the canteen open" });
  expect(row).toMatchObject({ same: true, answer: "The canteen opens at noon.", title: "canteen", revision: 0 });
  expect(await Faq.similar(editor, { libraryId, question: "Who paints the fence?" })).toEqual([]);

  const pair = { question: "When does the canteen open?", answer: "At half past eleven.", libraryId };
  const instead = { chunkId: row?.chunkId ?? "", revision: 0 };
  const changed = await Inject.inject(editor, { ...pair, instead, language: "en" });
  await scope.settle();
  expect((await asked("When does the canteen open?")).outcome?.text).toContain("At half past eleven.");

  await Inject.takeBack(editor, { id: changed.id });
  await scope.settle();
  expect((await asked("When does the canteen open?")).outcome?.text).toContain("The canteen opens at noon.");
});

test("who may not read what an answer stands on is shown neither it nor its correction, and cannot put it right", async () => {
  const shelf = await Library.create(member, { name: "Own", visibility: "private" });
  await Version.add(member, shelf.id, [{ name: "safe.md", content: new TextEncoder().encode("# Safe\n\nThe safe holds nine okapi.") }]); // prettier-ignore
  await scope.settle();
  const { runId } = await asked("What does the safe hold?");
  await Feedback.rate(member, { runId, thumb: "down", correction: "Ten okapi.", reason: "okapi" });

  const row = await first({ text: "What does the safe hold?" });
  expect(row).toMatchObject({ hidden: true, given: null, answer: null, reason: null });
  expect(JSON.stringify(row)).not.toContain("okapi");
  const change = { id: row?.id ?? "", answer: "Eleven." };
  await expect(Review.edit(editor, change)).rejects.toMatchObject({ code: "feedback.hidden" });
  const pair = { ...change, question: "What does the safe hold?", libraryId, language: "en" as const };
  await expect(Inject.inject(editor, pair)).rejects.toMatchObject({ code: "feedback.hidden" });
});

test("a pair is put only where the editor contributes", async () => {
  const shelf = await Library.create(scope, { name: "For groups" });
  const people = [{ userId: requireUser(scope).userId, role: "owner" as const, mayDownload: true }];
  await Sharing.set(scope, { id: shelf.id, visibility: "groups", mayDownload: true, people, groups: [] });
  const pair = { question: "Who paints the fence?", answer: "Tom.", libraryId: shelf.id, language: "zh" as const };
  await expect(Inject.inject(editor, pair)).rejects.toMatchObject({ code: "library.not_found" });
  expect(await Inject.inject(scope, pair)).toMatchObject({ state: "injected" });
  await scope.settle();
  const { items } = await Document.list(scope, { libraryId: shelf.id, ...listed });
  expect(items).toMatchObject([{ name: "答疑修正.faq", state: "searchable" }]);
  expect(await first({ text: "fence" })).toMatchObject({ library: null, answer: null, hidden: true });
});
