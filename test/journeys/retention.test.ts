import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  auditTable,
  companyTable,
  conversationTable,
  feedbackTable,
  libraryTable,
  pictureTable,
  runEventTable,
  runTable,
  settingTable,
  testCaseTable,
  traceTable,
  usageTable,
  userTable,
} from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as Retention from "@docent/core/retention/retention";
import { requireUser, type Scope } from "@docent/core/scope";
import * as Setting from "@docent/core/settings/setting";
import type { Trace } from "@docent/core/chat/trace";
import { rowsHolding } from "../tables.ts";
import { png } from "../fixtures/picture-files.ts";
import { testScope, type TestScope } from "../scope.ts";

const dayMs = 24 * 60 * 60 * 1000;
const today = new Date("2026-06-30T12:00:00Z");
const daysAgo = (days: number) => new Date(today.getTime() - days * dayMs);

let scope: TestScope;
let companyId: string;
let userId: string;

beforeAll(async () => {
  scope = await testScope({ now: () => today });
  ({ companyId, userId } = requireUser(scope));
});
beforeEach(async () => {
  for (const table of [settingTable, feedbackTable, pictureTable, conversationTable, usageTable, auditTable]) {
    await scope.db.delete(table);
  }
});
afterAll(() => scope.close());

interface Told {
  days: number;
  /** Stands in everything that was said. */
  word: string;
  whose?: { companyId: string; userId: string };
  state?: "finished" | "running";
}

/** A conversation of one question with its trace, its events, a picture and what was said of the answer. */
async function told({ days, word, whose = { companyId, userId }, state = "finished" }: Told) {
  const at = daysAgo(days);
  const { db } = scope;
  const [id, runId, pictureId] = [newId("conversation"), newId("run"), newId("picture")];
  await db.insert(conversationTable).values({ id, ...whose, title: word, createdAt: at, updatedAt: at });
  await db
    .insert(runTable)
    .values({ id: runId, ...whose, conversationId: id, question: word, state, createdAt: at, pictureIds: [pictureId] });
  await db.insert(runEventTable).values({ runId, number: 1, event: { type: "text-delta", text: word } as never });
  await db.insert(traceTable).values({
    runId,
    companyId: whose.companyId,
    trace: { question: word } as unknown as Trace,
    createdAt: at,
  });
  const fileKey = `${whose.companyId}/${pictureId}`;
  await scope.files.put(fileKey, png());
  const size = { width: 8, height: 6, bytes: png().length };
  const kind = { origin: "asked", type: "image/png" } as const;
  await db.insert(pictureTable).values({ id: pictureId, ...whose, runId, ...kind, ...size, fileKey, createdAt: at });
  return { id, runId, pictureId, fileKey };
}

async function said(runId: string, more: Partial<typeof feedbackTable.$inferInsert> = {}) {
  const id = newId("feedback");
  const row = { id, companyId, userId, runId, question: "What?", correction: "That.", thumb: "down" as const };
  await scope.db.insert(feedbackTable).values({ ...row, ...more });
  return id;
}

async function used(days: number, more: Partial<typeof usageTable.$inferInsert> = {}) {
  const at = daysAgo(days);
  const row = { id: newId("usage"), companyId, model: "m", stage: "answer" as const, inputTokens: 1, outputTokens: 1 };
  await scope.db.insert(usageTable).values({
    ...row,
    state: "answered",
    queuedAt: at,
    seenAt: at,
    startedAt: at,
    finishedAt: at,
    ...more,
  });
}

async function isKept(fileKey: string): Promise<boolean> {
  try {
    (await scope.files.open(fileKey)).destroy();
    return true;
  } catch {
    return false;
  }
}

const lines = async (of = companyId) =>
  (await scope.db.select().from(auditTable).where(eq(auditTable.companyId, of)).orderBy(auditTable.id)).filter(
    ({ action }) => action === "retention.apply",
  );

test("without a word from the company everything is kept for ever", async () => {
  await told({ days: 4_000, word: "ancient" });
  await used(4_000);

  await Retention.apply(scope);

  expect(await scope.db.$count(conversationTable)).toBe(1);
  expect(await scope.db.$count(usageTable)).toBe(1);
  expect(await lines()).toEqual([]);
});

test("old conversations go with all that was said in them and shown, and nothing else does", async () => {
  const old = await told({ days: 31, word: "wolframite" });
  await said(old.runId, { reason: "wolframite" });
  const kept = await told({ days: 29, word: "pyrite" });
  await said(kept.runId);
  const underway = await told({ days: 31, word: "galena", state: "running" });
  await Setting.change(scope, { conversationDays: 30 });
  expect(await Retention.due(scope, { key: "conversationDays", days: 30 })).toEqual({ number: 1 });

  await Retention.apply(scope);

  expect(await rowsHolding(scope.db, "wolframite")).toEqual([]);
  expect(await isKept(old.fileKey)).toBe(false);
  expect(await isKept(kept.fileKey)).toBe(true);
  const left = await scope.db.select({ id: conversationTable.id }).from(conversationTable);
  expect(left.map(({ id }) => id).toSorted()).toEqual([kept.id, underway.id].toSorted());
  expect(await scope.db.$count(feedbackTable)).toBe(1);
  expect(await lines()).toMatchObject([{ actorName: "Docent", details: { conversations: 1 } }]);
});

test("an answer that was put into a library stays there, and in its test set, when its conversation goes", async () => {
  const libraryId = newId("library");
  await scope.db.insert(libraryTable).values({ id: libraryId, companyId, name: "Ores" });
  const caseId = newId("testCase");
  const nothing = { mustFind: [], mustSay: [], mustRefuse: false };
  await scope.db
    .insert(testCaseTable)
    .values({ id: caseId, companyId, libraryId, question: "What?", hash: "h", source: "feedback", ...nothing });
  const { runId } = await told({ days: 31, word: "wolframite" });
  const injection = { way: "added" as const, caseId };
  const id = await said(runId, { state: "injected", libraryId, injection, reason: "said in anger" });
  await Setting.change(scope, { conversationDays: 30, feedbackDays: 30 });

  await Retention.apply(scope);

  const [row] = await scope.db.select().from(feedbackTable);
  expect(row).toMatchObject({ id, runId: null, reason: null, question: "What?", correction: "That." });
  expect(await scope.db.$count(testCaseTable)).toBe(1);
  expect(await rowsHolding(scope.db, "wolframite")).toEqual([]);
  await scope.db.delete(libraryTable);
});

test("feedback, usage, the log and pictures are kept for as long as each of them says", async () => {
  const { runId, fileKey } = await told({ days: 100, word: "pyrite" });
  await said(runId, { createdAt: daysAgo(100) });
  const { runId: newer } = await told({ days: 5, word: "galena" });
  await said(newer, { createdAt: daysAgo(5) });
  await used(100);
  await used(100, { state: "running", finishedAt: null });
  await used(5);
  const line = { companyId, actorName: "Anna", action: "library.create" };
  await scope.db.insert(auditTable).values({ id: newId("audit"), at: daysAgo(100), ...line });
  await Setting.change(scope, { feedbackDays: 99, usageDays: 99, auditDays: 99, pictureDays: 99 });

  await Retention.apply(scope);

  expect(await scope.db.$count(conversationTable)).toBe(2);
  expect(await scope.db.$count(feedbackTable)).toBe(1);
  expect(await scope.db.$count(usageTable)).toBe(2);
  expect(await scope.db.$count(auditTable, eq(auditTable.actorName, "Anna"))).toBe(0);
  expect(await scope.db.$count(pictureTable)).toBe(1);
  expect(await isKept(fileKey)).toBe(false);
  expect(await lines()).toMatchObject([{ details: { feedback: 1, usage: 1, audit: 1, pictures: 1 } }]);
});

test("one company's wish takes nothing of another", async () => {
  const other = { companyId: newId("company"), userId: newId("user") };
  await scope.db.insert(companyTable).values({ id: other.companyId, name: "Other" });
  const person = { id: other.userId, companyId: other.companyId, name: "Other", email: `${other.userId}@example.org` };
  await scope.db.insert(userTable).values(person);
  await told({ days: 31, word: "theirs", whose: other });
  await told({ days: 31, word: "ours" });
  await Setting.change(scope, { conversationDays: 30 });
  expect(await Retention.due(scope, { key: "conversationDays", days: 30 })).toEqual({ number: 1 });

  await Retention.apply(scope);

  const left = await scope.db.select({ title: conversationTable.title }).from(conversationTable);
  expect(left).toEqual([{ title: "theirs" }]);
  expect(await lines(other.companyId)).toEqual([]);
});

test("broken off in the middle, it goes on where it was, and the log counts everything once", async () => {
  await scope.db.execute(sql`
    insert into conversation (id, company_id, user_id, title, created_at, updated_at)
    select 'con_' || n, ${companyId}, ${userId}, 'old', ${daysAgo(50)}, ${daysAgo(50)} from generate_series(1, 450) n`);
  const { fileKey } = await told({ days: 60, word: "wolframite" });
  await Setting.change(scope, { conversationDays: 30 });
  const breaking: Scope = { ...scope, files: { ...scope.files, remove: () => Promise.reject(new Error("gone away")) } };
  await expect(Retention.apply(breaking)).rejects.toThrow("gone away");
  expect(await scope.db.$count(conversationTable)).toBe(251);

  await Retention.apply(scope);
  await Retention.apply(scope);

  expect(await scope.db.$count(conversationTable)).toBe(0);
  expect((await lines()).map(({ details }) => details)).toEqual([{ conversations: 200 }, { conversations: 251 }]);
  // the next start of the desk takes away what no row names
  expect(await isKept(fileKey)).toBe(true);
});

test("only administrators learn how much would be deleted", async () => {
  for (const role of ["member", "editor"] as const) {
    const by = await scope.as(role);
    await expect(Retention.due(by, { key: "usageDays", days: 99 })).rejects.toMatchObject({ kind: "forbidden" });
  }
});
