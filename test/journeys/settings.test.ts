import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditTable, companyTable, logoTable, settingTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import { requireCompany, type Scope } from "@docent/core/scope";
import * as Branding from "@docent/core/settings/branding";
import { contrast } from "@docent/core/settings/colour";
import * as Logo from "@docent/core/settings/logo";
import { keys, registry } from "@docent/core/settings/registry";
import * as Setting from "@docent/core/settings/setting";
import { fill } from "@docent/core/settings/text";
import * as Welcome from "@docent/core/settings/welcome";
import { jpeg, png } from "../fixtures/picture-files.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
const warned: { event: string; fields?: Record<string, unknown> | undefined }[] = [];
const nobody = () => ({ ...scope, actor: { type: "public" as const } });

beforeAll(async () => {
  const log = { debug() {}, info() {}, error() {} };
  scope = await testScope({ log: { ...log, warn: (event, fields) => void warned.push({ event, fields }) } });
});
beforeEach(async () => {
  warned.length = 0;
  await scope.db.delete(settingTable);
  await scope.db.delete(logoTable);
  await scope.db.delete(auditTable);
});
afterAll(() => scope.close());

async function anotherCompany(): Promise<Scope & { end(): Promise<void> }> {
  const [companyId, userId] = [newId("company"), newId("user")];
  await scope.db.insert(companyTable).values({ id: companyId, name: "Other" });
  const person = { id: userId, companyId, role: "admin" as const, name: "Other", email: `${userId}@example.org` };
  await scope.db.insert(userTable).values(person);
  return {
    ...scope,
    actor: { type: "user", userId, companyId, role: "admin" },
    async end() {
      for (const { table, company } of [
        { table: settingTable, company: settingTable.companyId },
        { table: logoTable, company: logoTable.companyId },
        { table: auditTable, company: auditTable.companyId },
        { table: userTable, company: userTable.companyId },
        { table: companyTable, company: companyTable.id },
      ]) {
        await scope.db.delete(table).where(eq(company, companyId));
      }
    },
  };
}

test("every setting holds its default until a company decides otherwise, and says who did and when", async () => {
  const before = await Setting.list(scope);
  for (const key of keys) {
    expect(before.settings[key]).toEqual({
      own: null,
      default: registry[key].default,
      changedBy: null,
      changedAt: null,
    });
  }
  expect(await Setting.read(scope, ...keys)).toEqual(
    Object.fromEntries(keys.map((key) => [key, registry[key].default])),
  );

  const { settings } = await Setting.change(scope, { name: "  Harbour desk ", usageDays: 400 });

  expect(settings.name).toMatchObject({ own: "Harbour desk", default: "Docent", changedBy: "admin" });
  expect(settings.name.changedAt).toBeInstanceOf(Date);
  expect(await Setting.read(scope, "name", "usageDays", "colour")).toEqual({
    name: "Harbour desk",
    usageDays: 400,
    colour: null,
  });
});

test("a setting goes back to its default, and the log tells of both changes", async () => {
  await Setting.change(scope, { colour: "#7A1F5C", comfort: { en: "Sorry." } });
  const { settings } = await Setting.change(scope, { colour: null });

  expect(settings.colour).toMatchObject({ own: null, changedBy: null });
  expect(settings.comfort.own).toEqual({ en: "Sorry." });
  const lines = await scope.db.select().from(auditTable).orderBy(auditTable.id);
  expect(lines.map(({ action, subject, details }) => [action, subject, details])).toEqual(
    expect.arrayContaining([
      ["setting.change", "colour", { to: "#7a1f5c" }],
      ["setting.change", "comfort", {}],
      ["setting.change", "colour", { to: null }],
    ]),
  );
});

test.each([
  ["colour", 5],
  ["colour", "#ffffff"],
  ["welcome", { zh: 3 }],
  ["usageDays", 1],
  ["quickLinks", [{ label: { en: "Form" }, url: "javascript:alert(1)" }]],
  ["refusal", { en: "{nobody}" }],
] as const)("a stored %s that cannot be read any more is the default, and the log says so: %j", async (key, value) => {
  const companyId = requireCompany(scope);
  await scope.db.insert(settingTable).values({ companyId, key, value });

  expect(await Setting.read(scope, key)).toEqual({ [key]: registry[key].default });
  expect((await Setting.list(scope)).settings[key]).toMatchObject({ own: null, default: registry[key].default });
  expect(warned[0]).toEqual({ event: "setting.unreadable", fields: { companyId, key } });
});

test("a setting that this version does not know is left alone", async () => {
  const later = { companyId: requireCompany(scope), key: "ofALaterVersion", value: 1 };
  await scope.db.insert(settingTable).values(later);

  expect(Object.keys((await Setting.list(scope)).settings)).not.toContain(later.key);
});

test("of several settings none is changed when one does not fit", async () => {
  await expect(Setting.change(scope, { name: "Harbour", usageDays: 3 })).rejects.toMatchObject({
    code: "setting.days",
  });

  expect(await Setting.read(scope, "name")).toEqual({ name: "Docent" });
});

test.each([
  [{ name: "x".repeat(31) }, "name", /30 characters/],
  [{ name: "two\nlines" }, "name", /one line/],
  [{ colour: "blue" }, "colour_unreadable", /#2457d6/],
  [{ colour: "#ffcc00" }, "colour_pale", /contrast is 1\.5 and has to be 4\.5.*darker.*#[0-9a-f]{6}/],
  [{ auditDays: 29 }, "days", /Between 30 and 3650/],
  [{ auditDays: 3_651 }, "days", /Between 30 and 3650/],
  [{ refusal: { en: "x".repeat(1_001) } }, "text_long", /1,000 characters; this one has 1,001/],
  [{ refusal: { en: "Hello {name}" } }, "placeholder", /\{name\} means nothing.*\{question\} and \{nearest\}/],
  [{ comfort: { zh: "{nearest}" } }, "placeholder", /It may hold \{question\};/],
  [{ handover: { zh: "{}" } }, "placeholder", /\{\} means nothing/],
  [{ quickLinks: [{ label: {}, url: "https://example.org" }] }, "link_label", /label/],
  [{ quickLinks: [{ label: { en: "x".repeat(41) }, url: "https://example.org" }] }, "link_label", /40/],
  [{ quickLinks: Array(13).fill({ label: { en: "A" }, url: "https://example.org" }) }, "link_many", /12 links/],
] satisfies [Setting.Change, string, RegExp][])("%j is refused with what to do", async (given, problem, message) => {
  await expect(Setting.change(scope, given)).rejects.toMatchObject({
    kind: "invalid",
    code: `setting.${problem}`,
    message: expect.stringMatching(message) as string,
  });
});

test.each([
  "javascript:alert(1)",
  " JaVaScRiPt:alert(1)",
  "data:text/html,hello",
  "http://example.org",
  "//example.org",
  "/settings",
  "https://",
  "https://name:password@example.org",
  "file:///etc/passwd",
])("a quick link never leads to %s", async (url) => {
  const quickLinks = [{ label: { en: "Form" }, url }];
  await expect(Setting.change(scope, { quickLinks })).rejects.toMatchObject({ code: "setting.link_address" });
});

test("people are greeted in the company's words, one text at a time, with its links in their order", async () => {
  const links = [
    { label: { zh: "报修", en: "Repairs" }, url: "https://forms.example.org/repairs?from=desk" },
    { label: { zh: "食堂" }, url: "https://canteen.example.org/" },
  ];
  await Setting.change(scope, { welcome: { zh: " 你好 ", en: "" }, quickLinks: links });

  const greeting = await Welcome.get(await scope.as("member"));

  expect(greeting.welcome).toEqual({ zh: "你好", en: registry.welcome.default.en });
  expect(greeting.disclaimer).toEqual({ zh: "", en: "" });
  expect(greeting.links).toEqual(links);
  await expect(Welcome.get(nobody())).rejects.toMatchObject({ kind: "unauthenticated" });
});

test("placeholders are replaced once, and a question cannot bring its own", () => {
  const text = "No answer to {question}. {nearest} Ask again: {question}";

  expect(fill(text, { question: "{nearest}?", nearest: "Two passages." })).toBe(
    "No answer to {nearest}?. Two passages. Ask again: {nearest}?",
  );
  expect(fill("Sorry. {nearest}", { question: "" })).toBe("Sorry.");
});

test("only administrators see and change settings, each of their own company", async () => {
  for (const role of ["member", "editor"] as const) {
    const by = await scope.as(role);
    await expect(Setting.list(by)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(Setting.change(by, { name: "Mine" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(Logo.set(by, png())).rejects.toMatchObject({ kind: "forbidden" });
    await expect(Logo.remove(by)).rejects.toMatchObject({ kind: "forbidden" });
  }
  const other = await anotherCompany();
  await Setting.change(other, { name: "Theirs" });

  expect((await Setting.list(scope)).settings.name.own).toBeNull();
  await other.end();
});

describe("how the desk looks", () => {
  test("before the sign-in it looks as the only company wants; where there are several, none is told of", async () => {
    await Setting.change(scope, { name: "Harbour desk", colour: "#7a1f5c" });
    const { id } = await Logo.set(scope, png(64, 32));
    const look = {
      name: "Harbour desk",
      logo: { address: `/api/logo/${id}`, width: 64, height: 32 },
      colours: { light: { colorPrimary: "#7a1f5c" } },
    };
    expect(await Branding.get(nobody())).toMatchObject(look);
    expect(new Uint8Array((await Logo.file(nobody(), id)).content)).toEqual(png(64, 32));

    const other = await anotherCompany();

    expect(await Branding.get(nobody())).toEqual({ name: "Docent", colours: null, logo: null });
    await expect(Logo.file(nobody(), id)).rejects.toMatchObject({ code: "logo.not_found" });
    await expect(Logo.file(other, id)).rejects.toMatchObject({ code: "logo.not_found" });
    expect(await Branding.get(other)).toEqual({ name: "Docent", colours: null, logo: null });
    expect(await Branding.get(await scope.as("member"))).toMatchObject(look);
    await other.end();
  });

  test("another logo has another address, and one that was taken away is gone from the database", async () => {
    const first = await Logo.set(scope, png(10, 10, 1));
    const second = await Logo.set(scope, jpeg(20, 10));

    expect(second.id).not.toBe(first.id);
    await expect(Logo.file(scope, first.id)).rejects.toMatchObject({ code: "logo.not_found" });
    expect(await Logo.file(scope, second.id)).toMatchObject({ type: "image/jpeg" });

    await Logo.remove(scope);

    expect(await scope.db.$count(logoTable)).toBe(0);
    expect(await Setting.read(scope, "logo")).toEqual({ logo: null });
  });

  test.each([
    ["a drawing", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "setting.logo_drawing", /no SVG.*PNG/],
    ["a page", "<!doctype html><script>alert(1)</script>", "setting.logo_drawing", /PNG/],
    ["a film", "GIF89a........", "setting.logo_drawing", /PNG/],
    ["nothing", "", "picture.empty", /empty/],
  ])("%s is no logo, whatever it is called", async (_, content, code, message) => {
    await expect(Logo.set(scope, new TextEncoder().encode(content))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test("a logo that is too large is refused with what to do", async () => {
    const heavy = new Uint8Array(500_001);
    heavy.set(png());
    for (const content of [heavy, png(2_001, 1)]) {
      await expect(Logo.set(scope, content)).rejects.toMatchObject({ code: "setting.logo_large" });
    }
  });

  test.each(["#2457d6", "#000000", "#0a0a0a", "#ff0000", "#767676", "#7a1f5c", "#00695c", "#ffcc00", "#e6e6e6"])(
    "%s becomes colours whose text can be read, in the light and in the dark",
    (colour) => {
      const { instead, light, dark } = Branding.tryColour(scope, { colour });
      const taken = instead ?? colour;

      expect(contrast(taken, "#ffffff")).toBeGreaterThanOrEqual(4.5);
      if (instead) expect(light.colorPrimary).toBe(instead);
      for (const ground of ["#ffffff", "#f6f7f9", light.colorPrimaryBg, light.colorPrimaryBgHover]) {
        expect(contrast(light.colorPrimary, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(light.colorLink, ground)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(dark.colorPrimary, "#0d1526")).toBeGreaterThanOrEqual(4.5);
      for (const ground of [
        "#12151b",
        "#191d25",
        "#212630",
        "#2d343f",
        dark.colorPrimaryBg,
        dark.colorPrimaryBgHover,
      ]) {
        expect(contrast(dark.colorPrimary, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark.colorLink, ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );
});
