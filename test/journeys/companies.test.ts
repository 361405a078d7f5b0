import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { eq, getTableColumns, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as schema from "@docent/core/db/schema";
import { ownedTables } from "@docent/core/platform/company-removal";
import { filesHolding } from "../bytes.ts";
import { administrator, signIn, testDesk, trySignIn, visitor, type Person, type TestDesk } from "../desk.ts";
import { lettersIn } from "../letters.ts";
import { rowsHolding } from "../tables.ts";

const { companyTable, rateLimitTable, userTable } = schema;
const password = "a password of some length";
/** Stands in what the second company has, and nowhere else. */
const word = "quokkaburg";

let desk: TestDesk;
/** Who set the desk up: an administrator of the first company, and of the platform. */
let platform: Person;
let second: Person;
let id: string;
let libraryId: string;

beforeAll(async () => {
  desk = await testDesk();
  platform = await desk.setUp();
  ({ id } = await platform.client.company.create.mutate({
    name: "Second",
    email: "boss@second.example",
    language: "en",
  }));
  second = await join_("boss@second.example");
  libraryId = (await second.client.library.create.mutate({ name: `${word} rules` })).id;
  await second.add(libraryId, `${word}.md`, `# ${word}\n\nThe ${word} gate opens at seven.`);
}, 120_000);
afterAll(async () => {
  platform.close();
  second.close();
  await desk.end();
});

async function letterTo(email: string) {
  return vi.waitFor(
    async () => {
      const letter = (await lettersIn(join(desk.folder, "letters"))).findLast(({ to }) => to === email);
      if (!letter) throw new Error(`no letter to ${email}`);
      return letter;
    },
    { timeout: 5_000 },
  );
}

/** Takes the invitation and signs in. */
async function join_(email: string): Promise<Person> {
  const token = /#(\S+)/.exec((await letterTo(email)).text)?.[1] ?? "";
  await visitor(desk.url).client.invitation.accept.mutate({ token, name: email, password });
  return enter(email);
}

async function enter(email: string): Promise<Person> {
  await desk.local.ports.db.delete(rateLimitTable);
  return signIn(desk.url, email, password);
}

const seen = async () => (await platform.client.company.list.query()).find((company) => company.id === id);

test("a company begins with the invitation of its first administrator, and has its own people, documents and answers", async () => {
  const { user, company } = await second.client.session.me.query();
  expect({ user, company }).toMatchObject({
    user: { role: "admin", platformAdmin: false },
    company: { name: "Second" },
  });
  const events = await second.ask(`When does the ${word} gate open?`);

  expect(JSON.stringify(events)).toContain("seven");
  expect(await seen()).toMatchObject({ people: 1, documents: 1, questions: 1, state: "active", own: false });
  expect((await second.client.user.list.query()).map(({ email }) => email)).toEqual(["boss@second.example"]);
  expect((await platform.client.user.list.query()).map(({ email }) => email)).toEqual([administrator.email]);
});

test("whoever looks after the companies reads nothing of what stands in them", async () => {
  expect(JSON.stringify(await platform.client.company.list.query())).not.toContain(word);
  expect(JSON.stringify(await platform.client.library.list.query())).not.toContain(word);
  expect((await platform.client.search.run.query({ text: word })).hits).toEqual([]);
  expect(JSON.stringify(await platform.ask("When does the gate open?"))).not.toContain("seven");
  await expect(platform.client.document.list.query({ libraryId })).rejects.toMatchObject({
    data: { code: "library.not_found" },
  });
});

test("an administrator of a company may not look after the others", async () => {
  const refused = { data: { code: "actor.platform_required", httpStatus: 403 } };
  await expect(second.client.company.list.query()).rejects.toMatchObject(refused);
  await expect(second.client.company.suspend.mutate({ id })).rejects.toMatchObject(refused);
});

test("an address belongs to one company of the desk, and a name too", async () => {
  const make = (name: string, email: string) => platform.client.company.create.mutate({ name, email, language: "en" });

  await expect(make("Third", administrator.email)).rejects.toMatchObject({ data: { code: "invitation.known" } });
  await expect(make("Second", "other@third.example")).rejects.toMatchObject({ data: { code: "company.name_taken" } });

  expect((await platform.client.company.list.query()).map(({ name }) => name)).toEqual(["Second", "Test"]);
  const { known } = await second.client.invitation.invite.mutate({
    emails: [administrator.email],
    role: "member",
    language: "en",
  });
  expect(known).toEqual([administrator.email]);
});

test("nobody takes the place of whoever looks after all companies by being an administrator beside them", async () => {
  const email = "beside@example.org";
  await platform.client.user.create.mutate({ name: "Beside", email, role: "admin", password, keepsPassword: true });
  const beside = await enter(email);
  const { user } = await platform.client.session.me.query();
  const theirs = { id: user?.id ?? "" };
  const refused = { data: { code: "user.platform_admin" } };

  await expect(beside.client.user.setPassword.mutate({ ...theirs, password })).rejects.toMatchObject(refused);
  await expect(beside.client.user.update.mutate({ ...theirs, role: "member" })).rejects.toMatchObject(refused);
  await expect(beside.client.user.update.mutate({ ...theirs, suspended: true })).rejects.toMatchObject(refused);
  await expect(beside.client.user.remove.mutate({ ...theirs, name: administrator.name })).rejects.toMatchObject(
    refused,
  );
});

test("whoever looks after the companies lets colleagues do so too, and nobody of another company", async () => {
  const email = "colleague@example.org";
  const { id } = await platform.client.user.create.mutate({
    name: "C",
    email,
    role: "member",
    password,
    keepsPassword: true,
  });
  const colleague = await enter(email);
  const boss = (await second.client.session.me.query()).user?.id ?? "";

  await platform.client.company.setKeeper.mutate({ id, keeps: true });
  expect((await colleague.client.company.list.query()).length).toBe(2);
  await platform.client.company.setKeeper.mutate({ id, keeps: false });

  await expect(colleague.client.company.list.query()).rejects.toMatchObject({
    data: { code: "actor.platform_required" },
  });
  await expect(platform.client.company.setKeeper.mutate({ id: boss, keeps: true })).rejects.toMatchObject({
    data: { code: "user.not_found" },
  });
  const own = (await platform.client.session.me.query()).user?.id ?? "";
  await expect(platform.client.company.setKeeper.mutate({ id: own, keeps: false })).rejects.toMatchObject({
    data: { code: "company.own_keeping" },
  });
});

test("people sign up into the company whose domain their address has, and no two companies have the same one", async () => {
  await second.client.signUp.setDomains.mutate({ domains: ["second.example"] });
  await expect(platform.client.signUp.setDomains.mutate({ domains: ["second.example"] })).rejects.toMatchObject({
    data: { code: "sign_up.domain_taken" },
  });
  const email = "newcomer@second.example";
  const guest = visitor(desk.url).client;
  await guest.signUp.request.mutate({ email, language: "en" });
  const letter = await letterTo(email);
  expect(letter.text).toContain("Second");
  await guest.signUp.finish.mutate({ email, code: /^(\d{6})/.exec(letter.subject)?.[1] ?? "", name: "New", password });

  const { company } = await (await enter(email)).client.session.me.query();
  expect(company?.id).toBe(id);
});

test("the sign-in page of a company names its own services, and no other page does", async () => {
  const { db } = desk.local.ports;
  const provider = sql`insert into identity_provider (id, company_id, name, issuer, client_id) values ('idp_second', ${id}, 'Second staff', 'http://127.0.0.1:9', 'docent')`;
  await db.execute(provider);
  const guest = visitor(desk.url).client;

  expect((await guest.session.me.query()).ways.services).toEqual([]);
  expect((await guest.session.ways.query({ companyId: id })).services).toEqual([
    { id: "idp_second", name: "Second staff" },
  ]);
});

test("nobody gets into a suspended company, and all of it is there when it is resumed", async () => {
  const { key } = await second.client.apiKey.create.mutate({ name: "reads", scopes: ["read"], days: null });
  const withKey = async () =>
    (
      await fetch(`${desk.url}/trpc/document.list?input=${encodeURIComponent(JSON.stringify({ libraryId }))}`, {
        headers: { authorization: `Bearer ${key}` },
      })
    ).status;
  expect(await withKey()).toBe(200);
  const { ticket } = await second.client.session.ticket.mutate();
  const socket = new WebSocket(`${desk.url.replace("http", "ws")}/trpc?ticket=${ticket}`, { origin: desk.url });
  await once(socket, "open");
  const closed = once(socket, "close");
  socket.send(JSON.stringify({ id: 1, method: "query", params: { path: "session.me" } }));
  await once(socket, "message");

  await platform.client.company.suspend.mutate({ id });

  expect((await seen())?.state).toBe("suspended");
  await expect(second.client.library.list.query()).rejects.toMatchObject({ data: { code: "actor.user_required" } });
  expect(await withKey()).toBe(401);
  expect((await closed)[0]).toBe(4401);
  expect((await trySignIn(desk.url, "boss@second.example", password)).ok).toBe(false);
  await expect(
    visitor(desk.url).client.signUp.request.mutate({ email: "late@second.example", language: "en" }),
  ).rejects.toMatchObject({ data: { code: "sign_up.domain" } });

  await platform.client.company.resume.mutate({ id });

  expect(await withKey()).toBe(200);
  second = await enter("boss@second.example");
  expect(JSON.stringify(await second.ask(`When does the ${word} gate open?`))).toContain("seven");
});

test("nobody shuts themselves out", async () => {
  const { company } = await platform.client.session.me.query();
  const own = { id: company?.id ?? "" };
  const refused = { data: { code: "company.own" } };
  await expect(platform.client.company.suspend.mutate(own)).rejects.toMatchObject(refused);
  await expect(platform.client.company.remove.mutate({ ...own, name: "Test" })).rejects.toMatchObject(refused);
});

test("before a company is deleted, this test finds what it has in the database, the files and the index", async () => {
  const holding = new Set((await rowsHolding(desk.local.ports.db, word)).map((row) => row.slice(0, row.indexOf(":"))));
  expect([...holding]).toEqual(
    expect.arrayContaining(["library", "document", "chunk", "run", "trace", "conversation"]),
  );
  expect(await filesHolding(join(desk.folder, "files"), word)).not.toEqual([]);
  expect(await filesHolding(join(desk.folder, "index"), word)).not.toEqual([]);
});

test("a company that is deleted for good leaves nothing in any table, file or index", { timeout: 60_000 }, async () => {
  const { db } = desk.local.ports;
  await expect(platform.client.company.remove.mutate({ id, name: "second " })).rejects.toMatchObject({
    data: { code: "company.wrong_name" },
  });

  await platform.client.company.remove.mutate({ id, name: "Second" });

  await expect(second.client.library.list.query()).rejects.toMatchObject({ data: { code: "actor.user_required" } });
  const left = () => db.select().from(companyTable).where(eq(companyTable.id, id));
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 30_000 });
  expect(await rowsHolding(db, word)).toEqual([]);
  expect(await rowsHolding(db, "second.example")).toEqual([]);
  const naming = (await rowsHolding(db, id)).filter((row) => !/^(job|audit)/.test(row));
  expect(naming).toEqual([]);
  expect(await filesHolding(join(desk.folder, "files"), word)).toEqual([]);
  await vi.waitFor(async () => expect(await filesHolding(join(desk.folder, "index"), word)).toEqual([]), {
    timeout: 30_000,
  });
  const { entries } = await platform.client.audit.list.query({ kind: "company" });
  expect(entries[0]).toMatchObject({ action: "company.remove", subject: id });
  expect(JSON.stringify(entries)).not.toContain("Second");
  expect(await db.select().from(userTable).where(eq(userTable.companyId, id))).toEqual([]);
});

test("every other table goes with a row that it belongs to, or holds nothing of a company", () => {
  const free = ["company", "rate_limit", "verification"];
  const others = Object.values<unknown>(schema).flatMap((table) =>
    is(table, PgTable) && !("companyId" in getTableColumns(table)) ? [getTableConfig(table)] : [],
  );

  const staying = others.filter(({ foreignKeys }) => !foreignKeys.some(({ onDelete }) => onDelete === "cascade"));
  expect(staying.map(({ name }) => name).toSorted()).toEqual(free);
});

test("every table that a company has rows in is emptied before those it points at", () => {
  const names = ownedTables().map(({ name }) => name);

  expect(names.indexOf("document")).toBeLessThan(names.indexOf("library"));
  expect(names).toEqual(expect.arrayContaining(["audit", "embedding", "user", "run", "usage"]));
});
