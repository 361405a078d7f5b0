import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { triggerTable, writtenTextTable } from "@docent/core/db/schema";
import * as Exchange from "@docent/core/enhancement/exchange";
import * as Proposal from "@docent/core/enhancement/proposal";
import * as SearchTest from "@docent/core/chat/search-test";
import * as Writing from "@docent/core/enhancement/writing";
import * as WritingRun from "@docent/core/enhancement/writing-run";
import { quickAnswer } from "@docent/core/chat/quick";
import * as Document from "@docent/core/knowledge/document";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Library from "@docent/core/knowledge/library";
import * as Revision from "@docent/core/knowledge/chunk/revision";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { useModel } from "../connect-model.ts";
import { addModel } from "../connect-model.ts";

const leave =
  "Everybody who works here has thirty days of absence a year, and may carry five of them over until March.";
const travel = "Journeys by rail are paid in the second class. Flights need the consent of the head of the department.";
const questions = (...list: string[]) => ({ text: JSON.stringify({ questions: list }) });

let scope: TestScope;
let model: FakeOpenAi;
let libraryId: string;

beforeEach(async () => {
  model = await fakeOpenAi();
  scope = await testScope();
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(async () => {
  await scope.close();
  await model[Symbol.asyncDispose]();
});

async function add(name: string, content: string): Promise<string> {
  const [added] = await Version.add(scope, libraryId, [{ name, content: Buffer.from(content) }]);
  await scope.settle();
  return added?.documentId ?? "";
}

async function connect(): Promise<void> {
  await useModel(scope, "chat", { baseUrl: model.baseUrl, model: "writer" });
}

async function write(more: { documentIds?: string[]; callsMax?: number } = {}) {
  const { id } = await Writing.start(scope, { libraryId, ...more });
  await scope.settle();
  const run = await Writing.get(scope, { libraryId });
  expect(run?.id).toBe(id);
  return run;
}

async function listed(state: Proposal.State = "proposed") {
  return Proposal.list(scope, Proposal.List.parse({ libraryId, state, pageSize: 50 }));
}

async function proposed(): Promise<Proposal.Proposal[]> {
  return (await listed()).items.flatMap(({ proposals }) => proposals);
}

const found = async (text: string) => (await Search.run(scope, { text })).hits.map((hit) => hit.text);

describe("writing", () => {
  test("needs a model, and tells beforehand how many calls it takes", async () => {
    await add("leave.md", leave);
    await add("travel.md", travel);

    expect(await Writing.estimate(scope, { libraryId })).toEqual({ model: null, calls: 2, done: 0 });
    await expect(Writing.start(scope, { libraryId })).rejects.toMatchObject({ code: "writing.no_model" });

    await connect();
    expect(await Writing.estimate(scope, { libraryId })).toEqual({ model: "openai/writer", calls: 2, done: 0 });
    expect(model.log).toHaveLength(0);
  });

  test("asks once for each text, with where it stands, and never again", async () => {
    await add("handbook.md", `# Handbook\n\n## Leave\n\n${leave.repeat(8)}\n\n## Travel\n\n${travel.repeat(8)}`);
    await connect();
    model.play(
      questions("How long is my vacation?", "Who is ill?", "How long is my vacation?"),
      questions("Who pays for trains?"),
    );

    expect(await write()).toMatchObject({ state: "finished", done: 2, total: 2, written: 3, failed: 0, empty: 0 });
    expect(model.log).toHaveLength(2);
    const told = model.log.map(({ body }) => body.messages?.at(-1)?.content ?? "").join("\n");
    expect(told).toContain('from="Handbook > Leave"');
    expect(told).toContain('from="Handbook > Travel"');
    expect((await Writing.get(scope, { libraryId }))?.tokens).toMatchObject({ input: 22 });

    await expect(Writing.start(scope, { libraryId })).rejects.toMatchObject({ code: "writing.nothing_to_do" });
    await add(
      "handbook.md",
      `# Handbook\n\n## Leave\n\n${leave.repeat(8)}\n\n## Travel\n\nNobody travels. ${travel.repeat(8)}`,
    );
    model.play(questions("May I travel?"));
    expect(await write()).toMatchObject({ state: "finished", done: 1, total: 1, written: 1 });
    expect(model.log).toHaveLength(3);
  });

  test("of a long text a summary is asked for too, and rows of questions get other wordings", async () => {
    await add("long.md", leave.repeat(10));
    await add("faq.csv", `Question,Answer\nHow long is leave?,"${travel.repeat(4)}"\n`);
    await connect();
    const summary = "It settles absence for everybody.";
    model.play({ text: JSON.stringify({ questions: ["What is absence?"], summary }) });

    await write();

    expect((await proposed()).map(({ kind, text, model }) => ({ kind, text, model }))).toContainEqual({
      kind: "summary",
      text: summary,
      model: "openai/writer",
    });
    const asked = model.log.map(({ body }) => body.messages?.map(({ content }) => content).join("\n") ?? "");
    expect(asked.find((text) => text.includes("Q: How long is leave?"))).toContain("Write 3 questions");
    expect(asked.find((text) => !text.includes("Q: How"))).toContain("Write 5 questions and a summary");
  });

  test("a text that the model fails on is named, and asked about by the next run", async () => {
    const id = await add("leave.md", leave);
    await connect();
    model.play({ fault: { type: "status", status: 400 } });

    expect(await write()).toMatchObject({ state: "finished", done: 1, failed: 1, written: 0 });
    const [failure] = await Writing.failures(scope, { id: (await Writing.get(scope, { libraryId }))?.id ?? "" });
    expect(failure).toMatchObject({ documentId: id, code: expect.stringMatching(/^model\./) as string });

    model.play(questions("How long is my vacation?"));
    expect(await write()).toMatchObject({ state: "finished", failed: 0, written: 1 });
  });

  test("a model that fails on everything ends the run early, with the reason", async () => {
    for (let at = 0; at < 30; at++) await add(`leave-${at}.md`, `${at}: ${leave}`);
    await connect();
    model.play({ fault: { type: "status", status: 401 } });

    const run = await write();

    expect(run).toMatchObject({ state: "failed", errorCode: expect.stringMatching(/^model\./) as string });
    expect(run?.failed).toBeLessThan(12);
  });

  test("goes no further than it was allowed to, and an answer of no use is counted", async () => {
    for (let at = 0; at < 5; at++) await add(`leave-${at}.md`, `${at}: ${leave}`);
    await connect();
    model.play({ text: "I would rather not." });

    expect(await write({ callsMax: 2 })).toMatchObject({ state: "finished", total: 2, done: 2, empty: 2, written: 0 });
    expect(model.log).toHaveLength(2);
  });

  test("what was paused asks nothing until somebody goes on, and what was stopped stays so", async () => {
    await add("leave.md", leave);
    await connect();
    model.play(questions("How long is my vacation?"));

    const { id } = await Writing.start(scope, { libraryId });
    await Writing.pause(scope, { id });
    await scope.settle();
    expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "paused", done: 0 });
    await expect(Writing.start(scope, { libraryId })).rejects.toMatchObject({ code: "writing.under_way" });

    await Writing.resume(scope, { id });
    await scope.settle();
    expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "finished", done: 1, written: 1 });

    await add("travel.md", travel);
    const next = await Writing.start(scope, { libraryId });
    await Writing.stop(scope, next);
    await scope.settle();
    expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "stopped", done: 0 });
    expect(model.log).toHaveLength(1);
  });

  test("stopping ends the call under way", async () => {
    await add("leave.md", leave);
    await connect();
    model.play({ fault: { type: "hangs" } });

    const { id } = await Writing.start(scope, { libraryId });
    const working = WritingRun.run(scope, id);
    await expect.poll(() => model.log.length).toBe(1);
    await Writing.stop(scope, { id });
    await working;

    expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "stopped", done: 0 });
    await expect.poll(() => model.log[0]?.closed).toBe("client-closed-early");
  });

  test("two workers at one run write nothing twice", async () => {
    for (let at = 0; at < 6; at++) await add(`leave-${at}.md`, `${at}: ${leave}`);
    await connect();
    model.play(questions("How long is my vacation?"));

    const { id } = await Writing.start(scope, { libraryId });
    await Promise.all([WritingRun.run(scope, id), WritingRun.run(scope, id)]);

    expect(await scope.db.select().from(triggerTable)).toHaveLength(6);
    expect(await scope.db.select().from(writtenTextTable)).toHaveLength(6);
    expect(await Writing.get(scope, { libraryId })).toMatchObject({ state: "finished", done: 6, written: 6 });
  });
});

describe("what was written", () => {
  beforeEach(async () => {
    await add("leave.md", leave);
    await add("travel.md", travel);
    await connect();
    model.play(questions("How long is my holiday entitlement?"), questions("Zebra crossing?"));
    await write({
      documentIds: (await Document.list(scope, Document.List.parse({ libraryId, text: "leave" }))).items.map(
        ({ id }) => id,
      ),
    });
  });

  test("leads nowhere before it is accepted, to its passage afterwards, and nowhere again once it was put back", async () => {
    const [proposal] = await proposed();
    if (!proposal) throw new Error("nothing was proposed");
    expect(proposal).toMatchObject({ kind: "question", text: "How long is my holiday entitlement?", outdated: false });
    expect(await found("holiday entitlement")).toEqual([]);

    await Proposal.review(scope, { items: [{ id: proposal.id, state: "accepted" }] });
    await scope.settle();
    expect(await found("holiday entitlement")).toEqual([leave]);
    const [hit] = (await Search.run(scope, { text: "holiday entitlement" })).hits;
    expect(hit?.written).toMatchObject({ id: proposal.id, kind: "question", text: proposal.text });
    const test = await SearchTest.run(scope, Search.Query.parse({ text: "holiday entitlement" }));
    expect(test.trace.routes["lexical-question"]).toMatchObject([{ trigger: proposal.id }]);
    expect(test.written[proposal.id]?.text).toBe(proposal.text);
    expect((await listed("accepted")).counts).toEqual({ proposed: 0, accepted: 1, rejected: 0 });

    await Proposal.review(scope, { items: [{ id: proposal.id, state: "accepted", text: "How many furlough days?" }] });
    await scope.settle();
    expect(await found("holiday entitlement")).toEqual([]);
    expect(await found("furlough")).toEqual([leave]);

    await Proposal.review(scope, { items: [{ id: proposal.id, state: "rejected" }] });
    await scope.settle();
    expect(await found("furlough")).toEqual([]);
    expect((await listed()).counts).toEqual({ proposed: 0, accepted: 0, rejected: 1 });
  });

  test("can be accepted as a whole, and that can be taken back", async () => {
    const { ids } = await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    await scope.settle();
    expect(ids).toHaveLength(1);
    expect(await found("holiday entitlement")).toEqual([leave]);

    await Proposal.review(scope, { items: ids.map((id) => ({ id, state: "proposed" as const })) });
    await scope.settle();
    expect(await found("holiday entitlement")).toEqual([]);
  });

  test("waits for another look, and leads nowhere, when somebody edits its passage", async () => {
    await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    await scope.settle();
    const [accepted] = (await listed("accepted")).items;
    await Revision.edit(scope, { id: accepted?.chunkId ?? "", revision: 0, text: "Nobody has any leave at all." });
    await scope.settle();

    expect(await proposed()).toMatchObject([{ text: "How long is my holiday entitlement?", outdated: true }]);
    expect(await found("holiday entitlement")).toEqual([]);
  });

  test("stays with a passage that a new version says again, and goes with one that it does not", async () => {
    const version = (second: string) => `# Both\n\n## Leave\n\n${leave.repeat(9)}\n\n## Travel\n\n${second.repeat(9)}`;
    const id = await add("both.md", version(travel));
    model.play(questions("Any sabbatical?"), questions("Any sleeping car?"));
    await write({ documentIds: [id] });
    await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    await scope.settle();
    expect(await found("sleeping car")).toHaveLength(1);

    await add("both.md", version("Nobody travels any more, since all meetings are held by telephone from now on. "));

    expect((await found("sabbatical"))[0]).toContain(leave);
    expect(await found("sleeping car")).toEqual([]);
  });

  test("goes with its document", async () => {
    await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    await scope.settle();
    const { items } = await Document.list(scope, Document.List.parse({ libraryId }));
    await Document.remove(
      scope,
      items.map(({ id }) => id),
    );
    await scope.settle();

    expect(await found("holiday entitlement")).toEqual([]);
    expect(await scope.db.select().from(triggerTable)).toEqual([]);
    expect(await scope.db.select().from(writtenTextTable)).toEqual([]);
  });

  test("is neither shown to readers nor changed by them, and stays within its company", async () => {
    const [proposal] = await proposed();
    const items = [{ id: proposal?.id ?? "", state: "accepted" as const }];
    const reader = await scope.as("member");

    await expect(Proposal.list(reader, Proposal.List.parse({ libraryId }))).rejects.toMatchObject({
      code: "library.role_required",
    });
    await expect(Proposal.review(reader, { items })).rejects.toMatchObject({ code: "library.role_required" });
    await expect(
      Proposal.review(scope, { items: [...items, { id: "trg_gone", state: "accepted" }] }),
    ).rejects.toMatchObject({
      code: "trigger.not_found",
    });
    const [row] = await scope.db
      .select()
      .from(triggerTable)
      .where(eq(triggerTable.id, items[0]?.id ?? ""));
    expect(row?.state).toBe("proposed");
  });

  test("must say something, and not too much", async () => {
    const [proposal] = await proposed();
    const say = (text: string) =>
      Proposal.review(scope, { items: [{ id: proposal?.id ?? "", state: "accepted", text }] });

    await expect(say(" \u0000 ")).rejects.toMatchObject({ code: "trigger.bad_text" });
    await expect(say("x".repeat(500))).rejects.toMatchObject({ code: "trigger.bad_text" });
  });

  test("can be taken out once it counts, and brought back in as proposals, also for a copy of the document", async () => {
    await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    const file = await Exchange.exportFile(scope, { libraryId, format: "json" });
    const content = Buffer.from(file.content, "base64").toString();
    expect(file.count).toBe(1);
    expect(await Exchange.importRecords(scope, { libraryId, content })).toEqual({ added: 0, known: 1, missing: 0 });

    const other = (await Library.create(scope, { name: "Copy" })).id;
    expect(await Exchange.importRecords(scope, { libraryId: other, content })).toEqual({
      added: 0,
      known: 0,
      missing: 1,
    });
    await Version.add(scope, other, [{ name: "copy.md", content: Buffer.from(leave) }]);
    await scope.settle();
    expect(await Exchange.importRecords(scope, { libraryId: other, content })).toEqual({
      added: 1,
      known: 0,
      missing: 0,
    });
    const { items } = await Proposal.list(scope, Proposal.List.parse({ libraryId: other }));
    expect(items[0]?.proposals).toMatchObject([{ text: "How long is my holiday entitlement?", model: null }]);

    const faq = await Exchange.exportFile(scope, { libraryId, format: "faq" });
    expect(Buffer.from(faq.content, "base64").toString()).toBe(
      `Question: How long is my holiday entitlement?\nAnswer: ${leave}\n`,
    );
  });
});

describe("with vectors", () => {
  test("an accepted question brings its passage to the front, and a passage is never an answer without a model", async () => {
    await using embedder = await wordVectorServer();
    await Generation.connect(
      scope,
      await addModel(scope, "embed", { provider: "openai", baseUrl: embedder.baseUrl, model: "words" }),
    );
    await scope.settle();
    await add("leave.md", leave);
    await add("travel.md", travel);
    await connect();
    model.play(questions("How long is my holiday entitlement?"));
    await write();
    const before = await Search.run(scope, { text: "holiday entitlement" });
    await Proposal.reviewAll(scope, { libraryId, state: "accepted" });
    await scope.settle();

    const after = await Search.run(scope, { text: "How long is my holiday entitlement?" });
    expect(before.routes["vector-question"]).toBeUndefined();
    expect(after.hits[0]).toMatchObject({ text: leave, written: { kind: "question" } });
    expect(after.evidence.fit).toBeGreaterThan(before.evidence.fit ?? 0);
    expect(quickAnswer("How long is my holiday entitlement?", after)).toBeUndefined();
  });
});
