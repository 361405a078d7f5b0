import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { newId } from "@docent/core/id";
import { choose, expect, test, type Desk } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client, Person } from "./person.ts";

const question = "Which file formats can I add?";
const counted = { text: "Markdown and PDF [1].", usage: { prompt_tokens: 1_000, completion_tokens: 50 } };
const price = { currency: "EUR", input: 1_000, output: 10_000 };

/** Gives the model of the test a price and limits. */
async function change(desk: Desk, more: { limits?: { requests?: number } } = {}): Promise<void> {
  const { client } = desk.administrator;
  const entry = (await client.model.list.query()).find(({ name }) => name.startsWith("test-model"));
  if (!entry) throw new Error("no model");
  await client.model.change.mutate({ id: entry.id, name: entry.name, place: entry.place, price, ...more });
}

async function ask(client: Client): Promise<void> {
  const conversationId = newId("conversation");
  await client.chat.ask.mutate({ conversationId, runId: newId("run"), question });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toMatch(/finished|failed/);
}

/** Asks as the person before the page. */
async function askHere(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("main").getByRole("textbox").fill(question);
  await page.keyboard.press("Enter");
}

/** Takes an option of a select that cannot be typed into. */
async function pick(box: Locator, text: string): Promise<void> {
  await box.click();
  await box.page().locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: text }).click();
}

/** A budget for one person; it is gone after the work. */
async function withBudget(desk: Desk, person: Person, tokensMax: number, work: () => Promise<void>): Promise<void> {
  const { client } = desk.administrator;
  const userId = (await client.user.list.query()).find(({ email }) => email === person.email)?.id ?? "";
  const budget = { subject: { type: "person" as const, userId }, period: "month" as const, timeZone: "UTC", tokensMax };
  const { id } = await client.budget.add.mutate(budget);
  try {
    await work();
  } finally {
    await client.budget.remove.mutate({ id });
  }
}

test("an administrator sees what was used and what it cost, and downloads every call of it", async ({
  page,
  desk,
  person,
  model,
}) => {
  await change(desk);
  model.play(counted);
  await ask(person.client);
  await page.goto("/");
  await page.getByRole("link", { name: "Usage", exact: true }).click();
  await expect(page.getByText("€", { exact: false }).first()).toBeVisible();
  const people = page.getByRole("region", { name: "By person" });
  await expect(people.getByRole("row", { name: new RegExp(person.name) })).toContainText("€1.50");
  await expect(page.getByRole("region", { name: "By purpose" })).toContainText("Writing answers");
  const days = page.getByRole("region", { name: "By day" });
  await days.getByText("Show as a table").click();
  await expect(days.getByRole("row")).toHaveCount(31);

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toMatch(/^\ufeffstarted,/);
  expect(text).toMatch(new RegExp(`,${person.name},[^\\n]*,answer,answered,1000,50,0,0,1.5,EUR,`));
});

test("a budget is added, changed, removed, and put back", async ({ page, desk, person }) => {
  await page.goto("/usage?days=7");
  const budgets = page.getByRole("region", { name: "Budgets" });
  await budgets.getByRole("button", { name: "Add a budget" }).click();
  const form = page.getByRole("dialog");
  await pick(form.getByRole("combobox", { name: "For" }), "A person");
  await choose(form.getByRole("combobox", { name: "Person" }), person.email);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Enter tokens or money.")).toBeVisible();
  await form.getByLabel("Money").fill("12.5");
  await pick(form.getByRole("combobox", { name: "Currency" }), "EUR");
  await form.getByRole("button", { name: "Save" }).click();
  const line = budgets.getByRole("listitem", { name: `${person.name} · a month` });
  await expect(line).toContainText("€0.00 of €12.50");
  await expect(line).toContainText("stops when it is spent");

  await line.getByRole("button", { name: /^Change/ }).click();
  await form.getByLabel("Tokens").fill("2000");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(line).toContainText("0 of 2,000 tokens");

  await line.getByRole("button", { name: /^Remove/ }).click();
  await expect(line).toBeHidden();
  await budgets.getByRole("button", { name: "Undo" }).click();
  await expect(line).toContainText("0 of 2,000 tokens · €0.00 of €12.50");
  const { client } = desk.administrator;
  const kept = (await client.budget.list.query()).find(({ name }) => name === person.name);
  await client.budget.remove.mutate({ id: kept?.id ?? "" });
});

test.describe("of somebody who only asks", () => {
  test.use({ role: "member" });

  test("they hear of a budget that is nearly spent once, and when it is spent what to do", async ({
    page,
    desk,
    person,
    model,
  }) => {
    model.play(counted);
    await ask(person.client);
    await withBudget(desk, person, 1_200, async () => {
      await page.goto("/");
      const notice = page.getByText("88% of your budget for models this month is used up, soon all of it.", {
        exact: false,
      });
      await expect(notice).toBeVisible();
      await expect(notice).toContainText("For more, ask an administrator: Administrator");
      await page.getByRole("button", { name: "Close" }).click();
      await page.reload();
      await expect(page.getByRole("textbox")).toBeVisible();
      await expect(notice).toBeHidden();

      await askHere(page);
      const trouble = page.getByRole("alert").filter({ hasText: "The answer failed" });
      await expect(trouble).toContainText("Too little is left of your budget for models this month for this question.");
      await expect(trouble).toContainText("It opens again");
      await expect(trouble).toContainText("ask an administrator: Administrator");
    });
    await page.goto("/usage");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("My usage");
    await expect(page.getByRole("main")).toContainText("1,050");
    await expect(page.getByRole("region", { name: "Budgets" })).toBeHidden();
  });

  test("whoever waits for a model sees how many go before and for how long, and can stop", async ({
    page,
    desk,
    person,
    model,
  }) => {
    await change(desk, { limits: { requests: 1 } });
    model.play(counted);
    await ask(person.client);
    await askHere(page);
    await expect(page.getByText(/Yours is next, in about \d+ s/)).toBeVisible();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByText("Stopped.")).toBeVisible();
    expect(model.log).toHaveLength(1);
  });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("usage, budgets and what people hear of them are easy to look at and to read aloud", async ({
        page,
        desk,
        person,
        model,
      }) => {
        await change(desk, { limits: { requests: 60 } });
        model.play(counted);
        await ask(person.client);
        await withBudget(desk, person, 1_100, async () => {
          await page.goto("/usage");
          const budgets = page.getByRole("region", { name: /^(Budgets|预算)$/ });
          await expect(budgets.getByRole("listitem").first()).toBeVisible();
          await expect(page.getByText(/95\s?%/).first()).toBeVisible();
          const faults = await faultsInEachShade(page, "usage");
          await takePictures(page, "usage", language);
          await page.getByRole("region", { name: /^(By purpose|按用途)$/ }).scrollIntoViewIfNeeded();
          await takePictures(page, "usage-tables", language);
          await budgets.scrollIntoViewIfNeeded();
          await takePictures(page, "usage-budgets", language);
          await budgets.getByRole("button", { name: /^(Add a budget|添加预算)$/ }).click();
          await expect(page.getByRole("dialog")).toBeVisible();
          Object.assign(faults, await faultsInEachShade(page, "budget"));
          await takePictures(page, "usage-budget", language);
          await page.keyboard.press("Escape");

          await askHere(page);
          await expect(page.getByRole("alert").first()).toContainText(/Too little is left|不够回答/);
          Object.assign(faults, await faultsInEachShade(page, "spent"));
          await takePictures(page, "budget-spent", language);
          expect(faults).toEqual({});
        });
      });

      test("a wait in the answer is easy to look at and to read aloud", async ({ page, desk, person, model }) => {
        await change(desk, { limits: { requests: 1 } });
        model.play(counted);
        await ask(person.client);
        const conversationId = newId("conversation");
        const runId = newId("run");
        await person.client.chat.ask.mutate({ conversationId, runId, question });
        await page.goto(`/c/${conversationId}`);
        await expect(page.getByText(/Yours is next|马上轮到您/)).toBeVisible();
        const faults = await faultsInEachShade(page, "wait");
        await takePictures(page, "wait", language);
        await person.client.chat.stop.mutate({ runId });
        expect(faults).toEqual({});
      });

      test("a model's price and limits are easy to enter", async ({ page, desk, model }) => {
        await change(desk, { limits: { requests: 60 } });
        await page.goto("/settings?section=model");
        const entry = page.getByRole("listitem", { name: /^test-model/ }).first();
        await expect(entry).toContainText(/60 requests a minute|每分钟 60 次请求/);
        await entry.getByRole("button", { name: /^(More|.*更多)/ }).click();
        await page.getByRole("menuitem", { name: /^(Change|修改|Edit|编辑)/ }).click();
        const limits = page.getByRole("dialog").getByRole("group", { name: /^(Limits per minute|每分钟上限)$/ });
        await limits.scrollIntoViewIfNeeded();
        await expect(limits.getByLabel(/^(Requests|请求数)$/)).toHaveValue("60");
        await takePictures(page, "model-limits", language);
        expect(model.log).toHaveLength(0);
      });

      test("the price of an answer's calls is easy to look at", async ({ page, desk, person, model }) => {
        await change(desk);
        model.play(counted);
        const runId = newId("run");
        const conversationId = newId("conversation");
        await person.client.chat.ask.mutate({ conversationId, runId, question });
        await expect
          .poll(async () => (await person.client.conversation.get.query({ id: conversationId })).turns[0]?.state)
          .toBe("finished");
        await page.goto(`/trace/${runId}`);
        const calls = page.getByRole("group", { name: /^(Calls of models|模型调用)$/ });
        await expect(calls).toContainText(/€\s?1[.,]50/);
        await calls.scrollIntoViewIfNeeded();
        const faults = await faultsInEachShade(page, "calls");
        await takePictures(page, "trace-calls", language);
        expect(faults).toEqual({});
      });
    });
  }
}
