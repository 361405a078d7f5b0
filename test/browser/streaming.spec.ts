import type { Page } from "@playwright/test";
import { ask, expect, test, turn } from "./desk.ts";
import { layCable } from "./cable.ts";

const question = "Which file formats can I add?";
/** Words that can be told apart: one lost, doubled or out of order is seen. */
const words = Array.from({ length: 40 }, (_, at) => `word${at}`);
const slow = { pieces: words.map((word) => `${word} `), pieceMs: 80 };
const whole = words.join(" ");

test("an administrator connects a model in the settings after testing it, and answers say which model wrote them", async ({
  page,
  model,
  desk,
}) => {
  await desk.administrator.client.model.use.mutate({ use: "chat", id: null });
  model.play({ text: "ready" }, { text: "Markdown and PDF [1]." });
  await page.goto("/settings?section=model");
  await expect(page.getByRole("status").filter({ hasText: "answers quote the documents" })).toBeVisible();
  await page.getByRole("button", { name: "Add a model" }).last().click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "OpenAI-compatible server" }).click();
  await form.getByLabel("Address").fill(model.baseUrl);
  await form.getByLabel("Model", { exact: true }).fill("small-model");
  await form.getByRole("button", { name: "Try", exact: true }).click();
  await expect(form.getByText("The model said: ready")).toBeVisible();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Using small-model" })).toBeVisible();

  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await expect(page.getByText("small-model (default)")).toBeVisible();
  await ask(page, question);

  await expect(turn(page, question)).toContainText("small-model");
  await expect(turn(page, question).getByRole("button", { name: "Show source 1" })).toBeVisible();
  expect(model.log.at(-1)?.body.model).toBe("small-model");

  const { client } = desk.administrator;
  await client.model.use.mutate({ use: "chat", id: null });
  const added = (await client.model.list.query()).find(({ name }) => name === "small-model");
  await client.model.remove.mutate({ id: added?.id ?? "" });
});

test("an answer is shown while it is being written", async ({ page, model }) => {
  model.play(slow);
  await page.goto("/");

  await ask(page, question);

  const answer = turn(page, question);
  await expect(answer).toContainText("word3 ");
  await expect(answer).not.toContainText("word30");
  await expect(page.getByRole("button", { name: "Stop answering" })).toBeVisible();
  await expect(answer).toContainText(whole);
  await expect(page.getByRole("button", { name: "Stop answering" })).toBeHidden();
  await expect(answer.getByRole("button", { name: "Copy" })).toBeVisible();
});

for (const [how, stop] of [
  ["the stop button", (page) => page.getByRole("button", { name: "Stop answering" }).click()],
  ["Esc", (page) => page.keyboard.press("Escape")],
] as const satisfies [string, (page: Page) => Promise<void>][]) {
  test(`${how} ends the answer, keeps what was written, and the model stops working`, async ({ page, model }) => {
    model.play({ ...slow, pieceMs: 300 });
    await page.goto("/");
    await ask(page, question);
    const answer = turn(page, question);
    await expect(answer).toContainText("word2");

    await stop(page);

    await expect(answer).toContainText("Stopped. This is what was written until then.");
    await expect.poll(() => model.log.at(-1)?.closed).toBe("client-closed-early");
    await expect(answer).not.toContainText("word39");
    await page.reload();
    await expect(answer).toContainText("word2");
    await expect(answer).toContainText("Stopped. This is what was written until then.");
  });
}

test("a reload in the middle of a slow answer shows the whole answer in the end", async ({ page, model }) => {
  model.play(slow);
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("word3");

  await page.reload();

  await expect(turn(page, question)).not.toContainText("word39");
  await expect(turn(page, question)).toContainText(whole);
  expect(model.log).toHaveLength(1);
});

test("a second tab shows the same answer while it is being written", async ({ page, context, model }) => {
  model.play({ ...slow, pieceMs: 120 });
  await page.goto("/");
  await ask(page, question);
  await expect(page).toHaveURL(/\/c\/con_/);
  await expect(turn(page, question)).toContainText("word1 ");

  const second = await context.newPage();
  await second.goto(page.url());

  await expect(turn(second, question)).toContainText("word3 ");
  await expect(turn(second, question)).not.toContainText("word39");
  for (const tab of [page, second]) await expect(turn(tab, question)).toContainText(whole);
  expect(model.log).toHaveLength(1);
});

test("a lost connection resumes, and no word of the answer is lost or doubled", async ({
  context,
  page,
  desk,
  model,
}) => {
  await using cable = await layCable(desk.url);
  model.play({ ...slow, pieceMs: 150 });
  await page.goto(cable.url);
  await ask(page, question);
  await expect(turn(page, question)).toContainText("word3 ");

  cable.cut();
  await expect(page.getByText("The connection was lost. Reconnecting")).toBeVisible();
  cable.mend();
  await expect(turn(page, question)).toContainText("word20 ");
  cable.cut();
  cable.mend();

  await expect(turn(page, question)).toContainText(whole);
  await expect(page.getByText("The connection was lost. Reconnecting")).toBeHidden();
  expect(model.log).toHaveLength(1);
  await context.close();
});

test("a model that breaks off gives a failed answer, never a short one, and asking again works", async ({
  page,
  model,
}) => {
  model.play(
    { text: "Half of an ans", fault: { type: "truncated" }, faultAfter: 3 },
    { text: "The whole answer [1]." },
  );
  await page.goto("/");
  await ask(page, question);
  const answer = turn(page, question);
  await expect(answer.getByRole("alert")).toContainText("The model broke off, so the answer is incomplete.");
  await page.reload();
  await expect(answer.getByRole("alert")).toContainText("The answer failed");

  await answer.getByRole("button", { name: "Ask again" }).click();

  await expect(answer).toContainText("The whole answer");
  await expect(answer.getByRole("alert")).toHaveCount(0);
  await expect(page.getByRole("article")).toHaveCount(1);
});

test("a model that cannot be reached is named as the reason, with what to do", async ({ page, model }) => {
  model.play({ fault: { type: "status", status: 401 } });
  await page.goto("/");

  await ask(page, question);

  await expect(turn(page, question).getByRole("alert")).toContainText("does not accept the key");
});

test("a model that says it does not know gives a refusal, not an answer", async ({ page, model }) => {
  model.play({ text: "<unknown/>The passages do not tell the price." });
  await page.goto("/");

  await ask(page, question);

  await expect(turn(page, question)).toContainText("The documents do not say");
  await expect(turn(page, question)).toContainText("The passages do not tell the price.");
  await expect(turn(page, question)).not.toContainText("unknown/");
});

test("a follow-up is asked in the same conversation, and the model is given what was said before", async ({
  page,
  model,
}) => {
  const followUp = "And how do I back up the data?";
  model.play(
    { text: "Markdown and PDF [1]." },
    { text: "How do I back up the data of Docent?" },
    { text: "Copy the data folder [1]." },
  );
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("Markdown and PDF");
  const address = page.url();

  await ask(page, followUp);

  await expect(turn(page, followUp)).toContainText("Copy the data folder");
  expect(page.url()).toBe(address);
  await expect(page.getByRole("article")).toHaveCount(2);
  const sent = JSON.stringify(model.log.at(-1)?.body.messages);
  expect(sent).toContain(question);
  expect(sent).toContain("Markdown and PDF");
});
