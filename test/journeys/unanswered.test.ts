import { afterAll, beforeAll, expect, test } from "vitest";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import * as Inject from "@docent/core/evaluation/inject";
import * as Feedback from "@docent/core/feedback/feedback";
import * as Gap from "@docent/core/feedback/gap";
import { collect } from "@docent/core/feedback/gap-collect";
import { prove, type Proof } from "@docent/core/feedback/gap-proof";
import { newId } from "@docent/core/id";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { requireUser, type Scope } from "@docent/core/scope";
import { addModel } from "../connect-model.ts";
import { wordVectorServer, type WordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let one: Scope;
let other: Scope;
let editor: Scope;
let libraryId: string;
let embedder: WordVectorServer;

beforeAll(async () => {
  scope = await testScope();
  embedder = await wordVectorServer();
  [one, other, editor] = [await scope.as("member"), await scope.as("member"), await scope.as("editor")];
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
  const content = new TextEncoder().encode("# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await Version.add(scope, libraryId, [{ name: "leave.md", content }]);
  await scope.settle();
});

afterAll(async () => {
  await scope.close();
  await embedder[Symbol.asyncDispose]();
});

async function asked(question: string, by: Scope) {
  const [runId, conversationId] = [newId("run"), newId("conversation")];
  await Run.ask(by, { conversationId, runId, question });
  await Array.fromAsync(Run.watch(by, { runId, after: 0 }));
  return { runId, conversationId };
}

const listed = { state: "open", days: 30, page: 1, pageSize: 20 } as const;
const groups = async (more: Partial<Parameters<typeof Gap.list>[1]> = {}) => Gap.list(editor, { ...listed, ...more });

async function proved(id: string): Promise<Proof | undefined> {
  return (await Array.fromAsync(prove(editor, { id }))).at(-1);
}

test("questions that were refused or disliked are grouped, counted by times and people, and sorted once", async () => {
  await asked("Where does the bicycle cellar key hang?", one);
  await asked("where does the bicycle cellar key hang", other);
  await asked("Where does the key of the bicycle cellar hang?", one);
  await asked("Which colour has form 12?", one);
  await asked("Which colour has form 13?", one);
  const { runId } = await asked("How many days of paid leave do I get a year?", other);
  await Feedback.rate(other, { runId, thumb: "down" });

  expect(await collect(editor)).toEqual({ taken: 6, left: 0 });
  expect(await collect(editor)).toEqual({ taken: 0, left: 0 });
  const { items, counts, byWords } = await groups();

  expect({ counts, byWords }).toEqual({ counts: { open: 4, closed: 0, dismissed: 0 }, byWords: true });
  expect(items[0]).toMatchObject({ times: 3, people: 2, question: "Where does the key of the bicycle cellar hang?" });
  expect(items[0]?.wordings).toHaveLength(2);
  expect(items.slice(1).every(({ times }) => times === 1)).toBe(true);
  const leave = items.find(({ question }) => question.includes("leave"));
  expect(leave?.reasons).toEqual({ refused: 0, candidates: 0, disliked: 1 });

  await Feedback.rate(other, { runId, thumb: null });
  await collect(editor);
  expect((await groups()).items.map(({ question }) => question)).not.toContain(leave?.question);
});

test("a group is given to an editor, laid aside and taken up again", async () => {
  const [first] = (await groups()).items;
  const id = first?.id ?? "";
  const { userId } = requireUser(editor);
  await Gap.assign(editor, { id, userId });
  expect((await groups({ assigned: userId })).items).toMatchObject([{ id, assignedTo: { name: "editor" } }]);
  expect((await groups({ assigned: "nobody" })).items.map((item) => item.id)).not.toContain(id);
  const member = requireUser(one).userId;
  await expect(Gap.assign(editor, { id, userId: member })).rejects.toMatchObject({ code: "gap.no_editor" });
  await expect(Gap.list(one, listed)).rejects.toMatchObject({ code: "actor.role_required" });

  await Gap.move(editor, { id, state: "dismissed" });
  expect((await groups()).counts).toMatchObject({ open: 2, dismissed: 1 });
  await Gap.move(editor, { id, state: "open" });
  expect((await groups()).counts).toMatchObject({ open: 3, dismissed: 0 });
});

test("one row of answers closes a group, and asking its questions again tells how many it would have answered", async () => {
  const [group] = (await groups()).items;
  const id = group?.id ?? "";
  expect(await proved(id)).toEqual({ done: 3, total: 3, answered: 0, kept: true });

  const pair = { question: group?.question ?? "", answer: "On the hook beside the porter's door.", libraryId };
  const feedback = await Inject.inject(editor, { ...pair, language: "en" });
  await scope.settle();
  await Gap.close(editor, { id, documentId: feedback.documentId ?? "", feedbackId: feedback.id });

  expect(await proved(id)).toEqual({ done: 3, total: 3, answered: 3, kept: true });
  expect((await groups({ state: "closed" })).items).toMatchObject([
    { id, proof: { asked: 3, answered: 3 }, document: { title: "Corrections" }, closedBy: "editor" },
  ]);
});

test("a question that is refused although its group was closed begins another", async () => {
  const [group] = (await groups()).items;
  const question = group?.question ?? "";
  await Gap.close(editor, { id: group?.id ?? "", documentId: await documentId() });
  await asked(question, other);
  await collect(editor);
  expect((await groups()).items.map((item) => item.question)).toContain(question);
});

async function documentId(): Promise<string> {
  const [closed] = (await groups({ state: "closed" })).items;
  return closed?.document?.id ?? "";
}

test("with a conversation go its questions, and the groups that held nothing else", async () => {
  const { conversationId } = await asked("Who mends the weathercock?", one);
  await collect(editor);
  expect((await groups()).items.map(({ question }) => question)).toContain("Who mends the weathercock?");
  await Conversation.remove(one, conversationId);
  await collect(editor);
  expect((await groups()).items.map(({ question }) => question)).not.toContain("Who mends the weathercock?");
});

test("with an embedder questions are grouped by what they mean, and without it by their words", async () => {
  const model = await addModel(scope, "embed", { baseUrl: embedder.baseUrl, model: "words" });
  await Generation.connect(scope, model);
  await scope.settle();
  await asked("In which room is the projector kept?", one);
  await asked("the projector, which room is it kept in", other);
  await collect(editor);
  const { items, byWords } = await groups();
  expect(byWords).toBe(false);
  expect(items.filter(({ question }) => question.includes("projector"))).toMatchObject([{ times: 2, people: 2 }]);

  embedder.down = true;
  await asked("Which room is the projector kept in?", one);
  expect(await collect(editor)).toEqual({ taken: 1, left: 0 });
});
