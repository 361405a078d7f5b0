import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditTable, documentTable, rateLimitTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { zh } from "../../packages/web/src/app/i18n/zh.ts";
import { en } from "../../packages/web/src/app/i18n/en.ts";
import { audited } from "@docent/functions/trpc/audited";
import { filesHolding } from "../bytes.ts";
import { administrator, signIn, testDesk, trySignIn, type Person, type TestDesk } from "../desk.ts";
import { png } from "../fixtures/picture-files.ts";
import { rowsHolding } from "../tables.ts";

const password = "a password of some length";
const changed = "another password of some length";
/** Stands in what the person asked and said, and in nothing else. */
const word = "numbatquest";
const email = "leaver@example.org";
const name = "Leaver Numbat";

let desk: TestDesk;
let admin: Person;
let leaver: Person;
let id: string;
let libraryId: string;
let conversationId: string;
let documentId: string;

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  const role = "editor" as const;
  ({ id } = await admin.client.user.create.mutate({ name, email, role, password, keepsPassword: true }));
  leaver = await enter();
  libraryId = (await admin.client.library.create.mutate({ name: "Burrows" })).id;
  documentId = await leaver.add(libraryId, "burrow.md", "# Burrow\n\nThe burrow is nine metres long.");
  conversationId = newId("conversation");
  await leaver.ask(`How long is the burrow, says ${word}?`, { conversationId });
  const { turns } = await leaver.client.conversation.get.query({ id: conversationId });
  const runId = turns[0]?.runId ?? "";
  await leaver.client.feedback.rate.mutate({ runId, thumb: "down", correction: `${word} says ten metres` });
  await leaver.client.feedback.inject.mutate({
    question: "How deep is it?",
    answer: "Two metres deep.",
    libraryId,
    language: "en",
  });
  const sent = await fetch(`${desk.url}/api/pictures`, {
    method: "POST",
    headers: leaver.headers,
    body: png() as BodyInit,
  });
  expect(sent.status).toBe(200);
}, 120_000);
afterAll(async () => {
  admin.close();
  leaver.close();
  await desk.end();
});

async function enter(secret = password): Promise<Person> {
  await desk.local.ports.db.delete(rateLimitTable);
  return signIn(desk.url, email, secret);
}

test("whoever changes their own password stays signed in here and is signed out everywhere else", async () => {
  const elsewhere = await enter();
  await leaver.client.user.changeOwnPassword.mutate({ current: password, password: changed });

  expect((await leaver.client.session.me.query()).user).toMatchObject({ email });
  expect((await elsewhere.client.session.me.query()).user).toBeNull();
});

test("people and administrators can take along what belongs to a person, and others cannot", async () => {
  const place = `${desk.url}/api/people/${id}/data`;
  const own = (await (await fetch(place, { headers: leaver.headers })).json()) as Record<string, unknown>;

  expect(own).toMatchObject({ account: { email, role: "editor" } });
  expect(JSON.stringify(own["conversations"])).toContain(`says ${word}?`);
  expect(JSON.stringify(own["feedback"])).toContain("ten metres");
  expect((await fetch(place, { headers: admin.headers })).status).toBe(200);
  const { user } = await admin.client.session.me.query();
  const others = await fetch(`${desk.url}/api/people/${user?.id}/data`, { headers: leaver.headers });
  expect(others.status).toBe(403);
});

test("taking data along is noted", async () => {
  for (const path of ["audit", "traces", "usage?from=2026-01-01&to=2026-01-31&timeZone=UTC"]) {
    const file = await fetch(`${desk.url}/api/${path}`, { headers: admin.headers });
    expect(file.status).toBe(200);
    await file.text();
  }
  await admin.client.testCase.export.query({ libraryId });

  const { entries } = await admin.client.audit.list.query({});
  const actions = entries.map(({ action }) => action);
  expect(actions.slice(0, 5)).toEqual([
    "testCase.export",
    "usage.export",
    "trace.export",
    "audit.export",
    "user.export",
  ]);
  expect(entries[0]?.details).toEqual({ name: "Burrows" });
});

test("the log calls by its name what was removed or renamed", async () => {
  const group = await admin.client.group.create.mutate({ name: "Diggers" });
  await admin.client.group.rename.mutate({ id: group.id, name: "Burrowers" });
  await admin.client.group.remove.mutate({ id: group.id });

  const { entries } = await admin.client.audit.list.query({ kind: "group" });
  expect(entries).toMatchObject([
    { action: "group.remove", details: { name: "Burrowers" } },
    { action: "group.rename", details: { name: "Burrowers", before: "Diggers" } },
    { action: "group.create", details: { name: "Diggers" } },
  ]);
});

test("everything that is noted is said in a sentence in both languages", () => {
  const besides = ["user.admit", "user.follow", "user.resetPassword", "invitation.accept", "signUp.finish"];
  const exports = ["user.export", "audit.export", "trace.export", "usage.export", "testCase.export", "retention.apply"];
  const desk = ["company.backup", "company.restore"];
  const actions = [...Object.keys(audited), ...besides, ...exports, ...desk];

  for (const { audit } of [zh, en]) {
    expect(actions.filter((action) => !(action in audit.sentences))).toEqual([]);
  }
  for (const action of actions) {
    for (const { audit } of [zh, en]) expect(audit.sentences[action]?.("X", {})).toBeTruthy();
  }
});

test("nobody is deleted by another name, nor deletes themselves", async () => {
  await expect(admin.client.user.remove.mutate({ id, name: "Leaver" })).rejects.toMatchObject({
    data: { code: "user.wrong_name" },
  });
  const { user } = await admin.client.session.me.query();
  await expect(admin.client.user.remove.mutate({ id: user?.id ?? "", name: administrator.name })).rejects.toMatchObject(
    { data: { code: "user.own_removal" } },
  );
});

test("before a person is deleted, this test finds what they said wherever it is", async () => {
  const found = new Set((await rowsHolding(desk.local.ports.db, word)).map((row) => row.slice(0, row.indexOf(":"))));
  expect([...found]).toEqual(expect.arrayContaining(["conversation", "run", "trace", "feedback"]));
  expect((await filesHolding(join(desk.folder, "files"), "PNG")).length).toBe(1);
  const belongings = await admin.client.user.belongings.query({ id });
  expect(belongings).toMatchObject({ conversations: 1, keys: 0, libraries: 0 });
});

test("of a person who is deleted for good stays what they gave the libraries, by nobody's name", async () => {
  const { db } = desk.local.ports;
  await admin.client.user.remove.mutate({ id, name });

  expect((await leaver.client.session.me.query()).user).toBeNull();
  expect((await trySignIn(desk.url, email, changed)).ok).toBe(false);
  expect(await db.select().from(userTable).where(eq(userTable.id, id))).toEqual([]);
  expect(await rowsHolding(db, word)).toEqual([]);
  expect((await rowsHolding(db, email)).filter((row) => !row.startsWith("rate_limit"))).toEqual([]);
  expect(await rowsHolding(db, name)).toEqual([]);
  expect(await filesHolding(join(desk.folder, "files"), "PNG")).toEqual([]);

  const [document] = await db.select().from(documentTable).where(eq(documentTable.id, documentId));
  expect(document).toMatchObject({ createdBy: null });
  expect(JSON.stringify(await admin.client.search.run.query({ text: "burrow nine metres" }))).toContain(
    "nine metres long",
  );
  expect(JSON.stringify(await admin.client.search.run.query({ text: "How deep is it?" }))).toContain("Two metres");
});

test("the log goes on saying what they did, by their id", async () => {
  const { entries } = await admin.client.audit.list.query({ actorId: id });
  expect(entries.map(({ actorName }) => actorName)).toEqual(entries.map(() => ""));
  expect(entries.map(({ action }) => action)).toContain("user.changeOwnPassword");
  const [removal] = await desk.local.ports.db.select().from(auditTable).where(eq(auditTable.action, "user.remove"));
  expect(removal).toMatchObject({ subject: id, actorName: administrator.name, details: {} });
});
