import { afterAll, beforeAll, expect, test } from "vitest";
import { accountTable, rateLimitTable } from "@docent/core/db/schema";
import { eq } from "drizzle-orm";
import { administrator, signIn, testDesk, visitor, type Person, type TestDesk } from "../desk.ts";
import { oidcServer, type Account, type OidcServer } from "../fakes/oidc-server.ts";

let desk: TestDesk;
let admin: Person;
let service: OidcServer;
let providerId: string;
let settings: Parameters<Person["client"]["identityProvider"]["add"]["mutate"]>[0];
const password = "a password of some length";

beforeAll(async () => {
  desk = await testDesk();
  admin = await desk.setUp();
  service = await oidcServer(`${desk.url}/api/auth/oidc/callback`);
  const { issuer, client } = service;
  settings = { name: "Staff", issuer, clientId: client.id, clientSecret: client.secret, allowPrivate: true };
  providerId = (await admin.client.identityProvider.add.mutate(settings)).id;
}, 60_000);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  admin.close();
  await desk.end();
});

/** A browser's habit of keeping what each host gave it and going where it is sent, until the desk answers with a page. */
async function travel(start: string, jars = new Map<string, Map<string, string>>(), until = /^\/(?!api)/) {
  let url = new URL(start);
  for (let hop = 0; hop < 12; hop++) {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    const to = response.headers.get("location");
    if (!to) throw new Error(`${url.href} answered ${response.status}: ${await response.text()}`);
    url = new URL(to, url);
    if (url.origin === desk.url && until.test(url.pathname)) return { url, jars };
  }
  throw new Error("sent on and on");
}

async function signInAs(account: Account, next = "/") {
  service.isNow(account);
  const start = `${desk.url}/api/auth/oidc/${providerId}/start?next=${encodeURIComponent(next)}`;
  const { url, jars } = await travel(start);
  const cookie = Array.from(jars.get(url.host) ?? [], ([name, value]) => `${name}=${value}`).join("; ");
  return { url, me: (await visitor(desk.url, cookie).client.session.me.query()).user };
}

const change = (more: Partial<typeof settings>) =>
  admin.client.identityProvider.change.mutate({ ...settings, id: providerId, ...more });

test("the sign-in page offers the service, and nobody is shown its secret", async () => {
  const { ways } = await visitor(desk.url).client.session.me.query();
  expect(ways.services).toEqual([{ id: providerId, name: "Staff" }]);
  const listed = JSON.stringify(await admin.client.identityProvider.list.query());
  expect(listed).toContain('"hasSecret":true');
  expect(listed).not.toContain(service.client.secret);
});

test("somebody with an account signs in by a verified address, and is known by their identity from then on", async () => {
  await admin.client.user.create.mutate({ name: "Ann", email: "ann@example.org", role: "editor", password });
  await admin.client.user.list.query();

  const { url, me } = await signInAs({ sub: "1", email: "Ann@example.org", email_verified: true }, "/settings");
  expect(url.pathname).toBe("/settings");
  expect(me).toMatchObject({ email: "ann@example.org", role: "editor" });

  expect((await signInAs({ sub: "1", email: "married@example.org", email_verified: true })).me?.id).toBe(me?.id);
});

test("an address that the service has not verified binds nobody to an account", async () => {
  for (const account of [
    { sub: "thief", email: administrator.email, email_verified: false },
    { sub: "thief", email: administrator.email },
  ]) {
    const { url, me } = await signInAs(account);
    expect(`${url.pathname}${url.search}`).toBe("/sign-in?problem=oidc.not_admitted");
    expect(me).toBeNull();
  }
  const bound = await desk.local.ports.db.select().from(accountTable).where(eq(accountTable.accountId, "thief"));
  expect(bound).toEqual([]);
});

test("people without an account are let in only where the service may admit them, as members", async () => {
  const account = { sub: "2", email: "ben@example.org", email_verified: true, name: "Ben" };
  expect((await signInAs(account)).url.search).toBe("?problem=oidc.not_admitted");
  await change({ admits: true });
  expect((await signInAs(account)).me).toMatchObject({ name: "Ben", email: "ben@example.org", role: "member" });
});

test("groups and roles follow what the service says at each sign-in", async () => {
  const group = await admin.client.group.create.mutate({ name: "Finance" });
  await change({
    admits: true,
    rules: [
      { value: "finance", groupId: group.id },
      { value: "writers", role: "editor" },
      { value: "bosses", role: "admin" },
    ],
  });
  const account = { sub: "3", email: "cleo@example.org", email_verified: true, name: "Cleo" };
  const members = async () => (await admin.client.group.list.query()).find(({ id }) => id === group.id)?.userIds;

  const { me } = await signInAs({ ...account, groups: ["finance", "writers"] });
  expect(me?.role).toBe("editor");
  expect(await members()).toEqual([me?.id]);

  expect((await signInAs({ ...account, groups: [] })).me?.role).toBe("member");
  expect(await members()).toEqual([]);
  await change({ admits: true, rules: [] });
});

test("a deactivated person is not let in by another door", async () => {
  const account = { sub: "4", email: "dora@example.org", email_verified: true, name: "Dora" };
  const { me } = await signInAs(account);
  await admin.client.user.update.mutate({ id: me?.id ?? "", suspended: true });
  expect((await signInAs(account)).url.search).toBe("?problem=oidc.not_admitted");
});

test("whoever comes back without having set out in this browser is not signed in", async () => {
  service.isNow({ sub: "1", email: "ann@example.org", email_verified: true });
  const start = `${desk.url}/api/auth/oidc/${providerId}/start`;
  const { url, jars } = await travel(start, new Map(), /^\/api\/auth\/oidc\/callback/);
  const call = async (address: URL, cookie = "") =>
    (await fetch(address, { redirect: "manual", headers: { cookie } })).headers.get("location");
  const refused = "/sign-in?problem=oidc.refused";

  expect(await call(url)).toBe(refused);
  const cookie = Array.from(jars.get(url.host) ?? [], ([name, value]) => `${name}=${value}`).join("; ");
  const other = new URL(url);
  other.searchParams.set("state", "another");
  expect(await call(other, cookie)).toBe(refused);
  const elsewhere = new URL(url);
  elsewhere.searchParams.set("iss", "https://evil.example");
  expect(await call(elsewhere, cookie)).toBe(refused);
  expect(await call(url, cookie)).toBe("/");
  expect(await call(url, cookie)).toBe(refused);
});

test("after the sign-in nobody is led to another site", async () => {
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example"]) {
    expect((await signInAs({ sub: "1" }, next)).url.href).toBe(`${desk.url}/`);
  }
});

test("what is no such service, or is in a private network without leave, is refused when it is entered", async () => {
  const add = (more: Partial<typeof settings>) => admin.client.identityProvider.add.mutate({ ...settings, ...more });
  await expect(add({ issuer: desk.url })).rejects.toMatchObject({ data: { code: "oidc.unreachable" } });
  await expect(add({ allowPrivate: false })).rejects.toThrow();
  await expect(add({ issuer: "http://169.254.169.254/" })).rejects.toThrow();
});

test(
  "a service of the configuration is there from the start, and its rules are kept",
  { timeout: 60_000 },
  async () => {
    const { issuer, client } = service;
    const oidc = { oidcIssuer: issuer, oidcClientId: client.id, oidcClientSecret: client.secret, oidcName: "Company" };
    const other = await testDesk(oidc);
    try {
      const boss = await other.setUp();
      const [configured] = await boss.client.identityProvider.list.query();
      expect(configured).toMatchObject({ name: "Company", issuer, configured: true });
      await expect(boss.client.identityProvider.remove.mutate({ id: configured?.id ?? "" })).rejects.toMatchObject({
        data: { code: "identity_provider.configured" },
      });
      boss.close();
    } finally {
      await other.end();
    }
  },
);

test("people who only ever came by the service are mailed no password link", async () => {
  await desk.local.ports.db.delete(rateLimitTable);
  await visitor(desk.url).client.passwordReset.request.mutate({ email: "ben@example.org", language: "en" });
  await expect(signIn(desk.url, "ben@example.org", password)).rejects.toThrow();
});
