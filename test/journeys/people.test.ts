import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { auditTable, rateLimitTable, runTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { administrator, signIn, testDesk, trySignIn, visitor, type Person, type TestDesk } from "../desk.ts";
import { fakeOpenAi } from "../fakes/openai-server.ts";
import { useModelAt } from "../connect-model.ts";
import { lettersIn, type Received } from "../letters.ts";

let desk: TestDesk;
let admin: Person;
const password = "a password of some length";
const changed = "another password of some length";

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
}, 60_000);
afterAll(async () => {
  admin.close();
  await desk.end();
});

let people = 0;
async function someone(role: "member" | "editor" | "admin" = "member") {
  const email = `someone${++people}@example.org`;
  const { id } = await admin.client.user.create.mutate({
    name: `Someone ${people}`,
    email,
    role,
    password,
    keepsPassword: true,
  });
  // whoever signs in often from one address is held up, which is not what these tests are about
  await desk.local.ports.db.delete(rateLimitTable);
  return { id, email, ...(await signIn(desk.url, email, password)) };
}

async function letterTo(email: string, after = 0): Promise<Received> {
  return vi.waitFor(
    async () => {
      const found = (await lettersIn(join(desk.folder, "letters"))).filter(({ to }) => to === email)[after];
      if (!found) throw new Error(`no letter to ${email}`);
      return found;
    },
    { timeout: 5_000 },
  );
}

/** What stands behind `#` in the link of a letter. */
function tokenIn({ text }: Received): string {
  return /#(\S+)/.exec(text)?.[1] ?? "";
}

const guest = () => visitor(desk.url).client;

test("people who are invited by mail choose a name and a password, once, and come with their role and groups", async () => {
  const email = "invited@example.org";
  const group = await admin.client.group.create.mutate({ name: "Invited" });
  const given = {
    emails: [email, administrator.email, email],
    role: "editor" as const,
    groupIds: [group.id],
    language: "zh" as const,
  };
  const { invited, known } = await admin.client.invitation.invite.mutate(given);
  expect({ invited: invited.map((one) => one.email), known }).toEqual({
    invited: [email],
    known: [administrator.email],
  });

  const letter = await letterTo(email);
  expect(letter.subject).toBe("邀请您使用 Test 的 Docent");
  expect(letter.text).toContain(`${desk.url}/join#`);
  const token = tokenIn(letter);
  expect(await guest().invitation.look.query({ token })).toEqual({ email, company: "Test" });

  await guest().invitation.accept.mutate({ token, name: "Invited", password });

  const { client } = await signIn(desk.url, email, password);
  expect((await client.session.me.query()).user).toMatchObject({ email, role: "editor", passwordChangeNeeded: false });
  const groups = await admin.client.group.list.query();
  expect(groups.find(({ id }) => id === group.id)?.userIds).toHaveLength(1);
  expect(await admin.client.invitation.list.query()).toEqual([]);
  await expect(guest().invitation.accept.mutate({ token, name: "Again", password })).rejects.toMatchObject({
    data: { code: "invitation.not_valid" },
  });
});

test("an invitation that was sent anew, withdrawn or has become too old opens nothing", async () => {
  const email = "late@example.org";
  const { invited } = await admin.client.invitation.invite.mutate({ emails: [email], role: "member", language: "en" });
  const id = invited[0]?.id ?? "";
  const first = tokenIn(await letterTo(email));
  await admin.client.invitation.resend.mutate({ id });
  const second = tokenIn(await letterTo(email, 1));
  const look = (token: string) => guest().invitation.look.query({ token });
  await expect(look(first)).rejects.toMatchObject({ data: { code: "invitation.not_valid" } });
  expect(await look(second)).toMatchObject({ email });

  await admin.client.invitation.withdraw.mutate({ id });

  await expect(look(second)).rejects.toMatchObject({ data: { code: "invitation.not_valid" } });
});

test("a forgotten password is set by a link that works once, and every session ends", async () => {
  const { email, client } = await someone();
  await guest().passwordReset.request.mutate({ email, language: "en" });
  const token = tokenIn(await letterTo(email));
  await guest().passwordReset.reset.mutate({ token, password: changed, language: "en" });

  expect((await client.session.me.query()).user).toBeNull();
  expect((await trySignIn(desk.url, email, password)).ok).toBe(false);
  expect((await trySignIn(desk.url, email, changed)).ok).toBe(true);
  expect((await letterTo(email, 1)).subject).toBe("Your password for Docent was changed");
  await expect(guest().passwordReset.reset.mutate({ token, password, language: "en" })).rejects.toMatchObject({
    data: { code: "password_reset.not_valid" },
  });
});

test("whoever asks for a new password learns nothing about who has an account, and cannot flood a mailbox", async () => {
  const { email } = await someone();
  for (const one of [email, "stranger@example.org"]) {
    for (let time = 0; time < 3; time++) {
      expect(await guest().passwordReset.request.mutate({ email: one, language: "en" })).toBeUndefined();
    }
    await expect(guest().passwordReset.request.mutate({ email: one, language: "en" })).rejects.toMatchObject({
      data: { code: "request.throttled", httpStatus: 429 },
    });
  }
  await letterTo(email, 2);
  const letters = await lettersIn(join(desk.folder, "letters"));
  expect(letters.filter(({ to }) => to === "stranger@example.org")).toEqual([]);
  await desk.local.ports.db.delete(rateLimitTable);
});

test("links in letters lead to the configured address, whatever host a request names", async () => {
  const { email } = await someone();
  await fetch(`${desk.url}/trpc/passwordReset.request`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-host": "evil.example" },
    body: JSON.stringify({ email, language: "en" }),
  });
  const { text, html } = await letterTo(email);
  expect(text).toContain(`${desk.url}/reset#`);
  expect(text + html).not.toContain("evil");
});

test("a password that an administrator set has to be changed before anything else", async () => {
  const { id, email } = await someone();
  await admin.client.user.setPassword.mutate({ id, password: changed });
  const theirs = await signIn(desk.url, email, changed);
  const { client } = theirs;

  expect((await client.session.me.query()).user?.passwordChangeNeeded).toBe(true);
  const needed = { data: { code: "user.password_change_needed" } };
  await expect(client.library.list.query()).rejects.toMatchObject(needed);
  expect((await theirs.upload("any", "a.md", "a")).status).toBe(403);
  await expect(client.user.changeOwnPassword.mutate({ current: changed, password: changed })).rejects.toMatchObject({
    data: { code: "user.same_password" },
  });

  await client.user.changeOwnPassword.mutate({ current: changed, password });
  expect(await client.library.list.query()).toBeInstanceOf(Array);
});

test("whoever is deactivated loses session, socket, keys and the answer under way within seconds", async () => {
  const person = await someone();
  const { key } = await person.client.apiKey.create.mutate({ name: "mine", scopes: ["ask"], days: null });
  await using model = await fakeOpenAi();
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
  model.play({ text: "Slowly, very slowly.", pieceMs: 500, fault: { type: "hangs" }, faultAfter: 2 });
  const { id: libraryId } = await admin.client.library.create.mutate({ name: "Pulleys" });
  await admin.add(libraryId, "pulley.md", "# Pulley\n\nThe pulley carries nine tons.");
  const [runId, conversationId] = [newId("run"), newId("conversation")];
  await person.client.chat.ask.mutate({ runId, conversationId, question: "What does the pulley carry?" });
  await vi.waitFor(() => expect(model.log).not.toEqual([]), { timeout: 5_000 });
  const ended = new Promise<string>((resolve) => {
    person.client.chat.watch.subscribe(
      { runId },
      {
        onData: ({ data }) => data.type === "stopped" && resolve("stopped"),
        onError: () => resolve("cut off"),
        onConnectionStateChange: ({ state }) => state === "connecting" && resolve("cut off"),
      },
    );
  });

  await admin.client.user.update.mutate({ id: person.id, suspended: true });

  await expect(person.client.library.list.query()).rejects.toMatchObject({ data: { code: "actor.user_required" } });
  expect((await withKey(key, "session.me")).user).toBeNull();
  expect(await ended).toBeTruthy();
  await vi.waitFor(
    async () => {
      const [run] = await desk.local.ports.db.select().from(runTable).where(eq(runTable.id, runId));
      expect(run?.state).toBe("stopped");
    },
    { timeout: 10_000 },
  );
  await admin.client.model.use.mutate({ use: "chat", id: null });
  expect((await trySignIn(desk.url, person.email, password)).ok).toBe(false);

  await admin.client.user.update.mutate({ id: person.id, suspended: false });
  expect((await trySignIn(desk.url, person.email, password)).ok).toBe(true);
  expect((await withKey(key, "session.me")).user).toBeNull();
});

test("of two administrators who take each other's rights at once, one stays", async () => {
  const other = await someone("admin");
  const { user } = await admin.client.session.me.query();
  const results = await Promise.allSettled([
    admin.client.user.update.mutate({ id: other.id, role: "member" }),
    other.client.user.update.mutate({ id: user?.id ?? "", suspended: true }),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await desk.local.ports.db
    .update(userTable)
    .set({ suspendedAt: null, role: "admin" })
    .where(eq(userTable.id, user?.id ?? ""));
  await desk.local.ports.db.update(userTable).set({ role: "member" }).where(eq(userTable.id, other.id));
  admin = await signIn(desk.url, administrator.email, administrator.password);
});

test("nobody signs up until an administrator names a domain; then its people do, by a code of their mailbox", async () => {
  const email = "newcomer@company.example";
  const request = () => guest().signUp.request.mutate({ email, language: "en" });
  await expect(request()).rejects.toMatchObject({ data: { code: "sign_up.domain" } });
  expect((await guest().session.me.query()).ways.signUp).toBe(false);
  await expect(admin.client.signUp.setDomains.mutate({ domains: ["gmail.com"] })).rejects.toMatchObject({
    data: { code: "sign_up.open_domain" },
  });
  await admin.client.signUp.setDomains.mutate({ domains: ["company.example"] });
  expect((await guest().session.me.query()).ways.signUp).toBe(true);

  await request();
  const code = /^(\d{6}) is your code/.exec((await letterTo(email)).subject)?.[1] ?? "";
  const finish = (code: string) => guest().signUp.finish.mutate({ email, code, name: "Newcomer", password });
  await expect(finish(code === "000000" ? "000001" : "000000")).rejects.toMatchObject({
    data: { code: "sign_up.wrong_code" },
  });
  await finish(code);

  const { client } = await signIn(desk.url, email, password);
  expect((await client.session.me.query()).user).toMatchObject({ role: "member", name: "Newcomer" });
  await expect(
    guest().signUp.request.mutate({ email: "x@evil-company.example", language: "en" }),
  ).rejects.toMatchObject({
    data: { code: "sign_up.domain" },
  });
});

test("after a few wrong codes the right one does not work either", async () => {
  const email = "guessed@company.example";
  await guest().signUp.request.mutate({ email, language: "en" });
  const code = /^(\d{6})/.exec((await letterTo(email)).subject)?.[1] ?? "";
  const finish = (code: string) => guest().signUp.finish.mutate({ email, code, name: "Guess", password });
  for (let time = 0; time < 5; time++) await expect(finish("12345")).rejects.toThrow();
  await expect(finish(code)).rejects.toMatchObject({ data: { code: "sign_up.wrong_code" } });
});

async function withKey(
  key: string,
  path: string,
  input?: unknown,
): Promise<{ user?: unknown; error?: { data: { code: string } } }> {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(`${desk.url}/trpc/${path}${query}`, { headers: { authorization: `Bearer ${key}` } });
  const said = (await response.json()) as { result?: { data: object }; error?: { data: { code: string } } };
  return said.result?.data ?? { ...(said.error && { error: said.error }) };
}

test("a key acts as its owner within its scopes, is shown once, and opens nothing once revoked", async () => {
  const person = await someone("editor");
  const { id, key } = await person.client.apiKey.create.mutate({ name: "reads", scopes: ["read"], days: 30 });
  expect(key).toMatch(/^docent_[\w-]{43}$/);
  expect(JSON.stringify(await desk.local.ports.db.select().from(auditTable))).not.toContain(key);
  const library = await admin.client.library.create.mutate({ name: "By key" });

  expect(await withKey(key, "document.list", { libraryId: library.id })).toMatchObject({ states: {} });
  expect((await withKey(key, "conversation.list")).error?.data.code).toBe("api_key.scope");
  expect((await withKey(key, "user.list")).error?.data.code).toBe("actor.role_required");
  expect((await withKey(key, "apiKey.mine")).error?.data.code).toBe("api_key.scope");
  const upload = await fetch(`${desk.url}/api/libraries/${library.id}/documents?name=a.md`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: "# A",
  });
  expect(upload.status).toBe(403);
  for (const header of ["x-api-key", "api-key", "cookie"]) {
    const response = await fetch(`${desk.url}/trpc/library.list`, { headers: { [header]: key } });
    expect(response.status).toBe(401);
  }
  const [listed] = await person.client.apiKey.mine.query();
  expect(listed).toMatchObject({ id, prefix: key.slice(0, 12), scopes: ["read"] });
  expect(listed?.lastUsedAt).not.toBeNull();

  await admin.client.apiKey.revoke.mutate({ id });
  expect((await withKey(key, "document.list", { libraryId: library.id })).error?.data.code).toBe("actor.user_required");
});

test("the log tells who did what, newest first, by person and kind, without secrets, also as a file", async () => {
  const person = await someone();
  await admin.client.user.update.mutate({ id: person.id, role: "editor" });
  await admin.client.group.create.mutate({ name: "=HYPERLINK(1)" });
  await person.client.user.changeOwnPassword.mutate({ current: password, password: changed });

  const { entries } = await admin.client.audit.list.query({ kind: "user" });
  expect(entries.slice(0, 3)).toMatchObject([
    { action: "user.changeOwnPassword", actorId: person.id },
    { action: "user.update", actorName: administrator.name, subject: person.id, details: { role: "editor" } },
    { action: "user.create", details: { email: person.email, role: "member" } },
  ]);
  expect(JSON.stringify(entries)).not.toContain(changed);
  const mine = await admin.client.audit.list.query({ actorId: person.id });
  expect(mine).toMatchObject({ total: 1, entries: [{ action: "user.changeOwnPassword" }] });
  const file = await (await fetch(`${desk.url}/api/audit?kind=group`, { headers: admin.headers })).text();
  expect(file).toContain("group.create");
  expect(file).not.toContain(",=HYPERLINK");
  expect((await fetch(`${desk.url}/api/audit`, { headers: person.headers })).status).toBe(403);
});

test("what is refused is not in the log, and what is done within one transaction stands or falls with its note", async () => {
  const before = (await admin.client.audit.list.query({})).total;
  const person = await someone();
  await expect(person.client.group.create.mutate({ name: "Mine" })).rejects.toThrow();
  await admin.client.group.create.mutate({ name: "Twice" });
  await expect(admin.client.group.create.mutate({ name: "Twice" })).rejects.toThrow();
  expect((await admin.client.audit.list.query({})).total).toBe(before + 2);
});
