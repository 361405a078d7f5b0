import { afterAll, beforeAll, expect, test } from "vitest";
import { companyTable, userTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as CompanyText from "@docent/core/users/company-text";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
beforeAll(async () => {
  scope = await testScope();
});
afterAll(() => scope.close());

test("a company says what the desk says until it has its own words, one text at a time", async () => {
  expect(await CompanyText.of(scope)).toEqual(CompanyText.defaults);

  const { texts } = await CompanyText.set(scope, {
    refusal: { zh: "  我们没有“{question}”的资料。\n请写信给前台。 ", en: "" },
    handover: {},
  });

  expect(texts).toEqual({ refusal: { zh: "我们没有“{question}”的资料。\n请写信给前台。" } });
  const said = await CompanyText.of(await scope.as("member"));
  expect(said.refusal.zh).toContain("请写信给前台");
  expect(said.refusal.en).toBe(CompanyText.defaults.refusal.en);
  expect(said.comfort).toEqual(CompanyText.defaults.comfort);

  await CompanyText.set(scope, {});
  expect(await CompanyText.of(scope)).toEqual(CompanyText.defaults);
});

test("placeholders are replaced once, and a question cannot bring its own", () => {
  const text = "No answer to {question}. {nearest} Ask again: {question}";

  expect(CompanyText.fill(text, { question: "{nearest}?", nearest: "Two passages." })).toBe(
    "No answer to {nearest}?. Two passages. Ask again: {nearest}?",
  );
  expect(CompanyText.fill("Sorry. {nearest}", { question: "" })).toBe("Sorry.");
});

test.each([
  [{ refusal: { en: "x".repeat(1_001) } }, "long", /1,000 characters; this one has 1,001/],
  [{ refusal: { en: "Hello {name}" } }, "placeholder", /\{name\} means nothing.*\{question\} and \{nearest\}/],
  [{ comfort: { zh: "{nearest}" } }, "placeholder", /It may hold \{question\};/],
  [{ handover: { zh: "{}" } }, "placeholder", /\{\} means nothing/],
])("the texts %j are refused with what to do", async (input, problem, message) => {
  await expect(CompanyText.set(scope, input)).rejects.toMatchObject({
    kind: "invalid",
    code: `company_text.${problem}`,
    message: expect.stringMatching(message) as string,
  });
});

test("only administrators see and change the texts, each of their own company", async () => {
  for (const role of ["member", "editor"] as const) {
    const by = await scope.as(role);
    await expect(CompanyText.get(by)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(CompanyText.set(by, {})).rejects.toMatchObject({ kind: "forbidden" });
  }
  const companyId = newId("company");
  const userId = newId("user");
  await scope.db.insert(companyTable).values({ id: companyId, name: "Other" });
  await scope.db
    .insert(userTable)
    .values({ id: userId, companyId, role: "admin", name: "Other", email: `${userId}@example.org` });
  await CompanyText.set(
    { ...scope, actor: { type: "user", userId, companyId, role: "admin" } },
    { comfort: { en: "Ours." } },
  );

  expect((await CompanyText.get(scope)).texts).toEqual({});
});
