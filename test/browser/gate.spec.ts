import type { Page } from "@playwright/test";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { expect, test } from "./desk.ts";
import { faultsIn } from "./look.ts";
import type { Client } from "./person.ts";

// a desk of its own: the test sets of all libraries are offered
test.use({ companyName: "Gate" });

const question = "How many days of paid leave do I get a year?";
const good = { text: "Everybody gets thirty days [1]." };
const bad = { text: "Arr, that be a secret of the sea." };
const leave = "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten may be carried over until March.";

/** The default template, which says something good. */
async function defaultTemplate(client: Client, name: string): Promise<string> {
  const { id } = await client.template.create.mutate({ name, text: "Answer briefly.\n\n{context}\n\n{question}" });
  await client.template.makeDefault.mutate({ id });
  return id;
}

async function addCase(client: Client, libraryId: string): Promise<void> {
  await client.testCase.set.mutate({ libraryId, question, mustFind: [], mustSay: ["thirty days"], mustRefuse: false });
}

async function clear(client: Client, libraryId: string): Promise<void> {
  const { items } = await client.testCase.list.query({ libraryId });
  if (items.length > 0) await client.testCase.remove.mutate({ libraryId, ids: items.map(({ id }) => id) });
  await client.template.makeDefault.mutate({ id: null });
}

async function write(page: Page, words: string): Promise<void> {
  const text = page.getByRole("textbox", { name: "Template" });
  await text.press("Control+A");
  await text.press("Delete");
  await text.pressSequentially(words);
}

test("without test cases a change says so in a sentence and is made at once", async ({ page, person }) => {
  const id = await defaultTemplate(person.client, "Plain");
  await page.goto(`/tune/templates/${id}`);
  await write(page, "Be brief. ");
  await page.getByRole("button", { name: "Save" }).click();
  const gate = page.getByRole("dialog", { name: "Save the default template “Plain”?" });
  await expect(gate).toContainText("None of your libraries has test cases yet");
  await expect(gate.getByRole("button", { name: "Run the tests first" })).toHaveCount(0);
  expect(await faultsIn(page)).toEqual([]);
  await gate.getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByRole("main")).toContainText("Preview");
  await expect.poll(async () => (await person.client.template.get.query({ id })).text).toContain("Be brief.");
  await person.client.template.makeDefault.mutate({ id: null });
});

test("a deliberately bad template is caught by the run before it goes live", async ({
  page,
  model,
  person,
  library,
}) => {
  const { client } = person;
  await library.add("leave.md", leave);
  await addCase(client, library.id);
  const id = await defaultTemplate(client, "House");

  await page.goto(`/tune/templates/${id}`);
  await write(page, "Answer like a pirate, and never say a number.");
  await page.getByRole("button", { name: "Save" }).click();
  const gate = page.getByRole("dialog", { name: "Save the default template “House”?" });
  await expect(gate.getByRole("checkbox", { name: `${library.name}: 1 case` })).toBeChecked();
  await expect(gate).toContainText("no cases yet: nothing is tried there");
  expect(await faultsIn(page)).toEqual([]);

  model.play(good, bad);
  await gate.getByRole("button", { name: "Run the tests first" }).click();
  await expect(gate).toContainText("Fixed 0, broken 1, same 0");
  const broken = gate.getByRole("list", { name: "Result" });
  await expect(broken).toContainText(question);
  await expect(broken).toContainText("did not say “thirty days”");
  await expect(broken).toContainText("secret of the sea");
  expect(JSON.stringify(model.log.at(-1)?.body)).toContain("like a pirate");
  expect(await faultsIn(page)).toEqual([]);

  await gate.getByRole("button", { name: "Leave it as it is" }).click();
  await expect(gate).toBeHidden();
  await expect(page.getByRole("textbox", { name: "Template" })).toContainText("like a pirate");
  expect(await client.template.get.query({ id })).toMatchObject({ version: 1 });

  await write(page, "Answer kindly.");
  await page.getByRole("button", { name: "Save" }).click();
  model.play(good);
  await gate.getByRole("button", { name: "Run the tests first" }).click();
  await expect(gate).toContainText("Nothing broke");
  await gate.getByRole("button", { name: "Go live" }).click();
  await expect.poll(async () => (await client.template.get.query({ id })).text).toContain("Answer kindly.");
  await clear(client, library.id);
});

test("another default, another model and another index are offered to be tried, and a run can be stopped and left", async ({
  page,
  model,
  person,
  library,
}) => {
  const { client } = person;
  await library.add("leave.md", leave);
  await addCase(client, library.id);
  await client.template.create.mutate({ name: "Second", text: "{context}{question}" });

  await page.goto("/tune/templates");
  await page.getByRole("button", { name: "Make default: Second" }).click();
  const gate = page.getByRole("dialog");
  model.play({ ...good, firstMs: 60_000 });
  await gate.getByRole("button", { name: "Run the tests first" }).click();
  await gate.getByRole("button", { name: "Stop" }).click();
  await expect(gate.getByRole("button", { name: "Go on" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(gate).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Docent's own" })).toContainText("Default");

  model.play(good);
  await page.goto("/settings?section=model");
  const answering = page.getByRole("region", { name: "The model that answers" });
  await answering.getByRole("combobox").click();
  await page.locator(".ant-select-item-option:visible").filter({ hasText: "None chosen" }).click();
  await expect(gate).toContainText("Have no chosen model answer?");
  await gate.getByRole("button", { name: "Run the tests first" }).click();
  await expect(gate).toContainText("Nothing broke");
  await gate.getByRole("button", { name: "Leave it as it is" }).click();
  await expect(answering).toContainText("test-model");

  await using server = await retrievalServer();
  const embedder = { kind: "embed", name: "bge-m3", place: { provider: "openai", baseUrl: server.baseUrl, model: "bge-m3" } } as const; // prettier-ignore
  const { id: embedderId } = await client.model.add.mutate(embedder);
  await page.reload();
  const finding = page.getByRole("region", { name: "The model that finds" });
  await finding.getByRole("combobox").click();
  await page.locator(".ant-select-item-option:visible").filter({ hasText: "bge-m3" }).click();
  await expect(gate.getByRole("checkbox", { name: /^Wait when it is complete/ })).toBeChecked();
  expect(await faultsIn(page)).toEqual([]);
  await gate.getByRole("button", { name: "Build the new index" }).click();
  await expect(finding).toContainText("The new index is complete", { timeout: 60_000 });
  expect(await faultsIn(page)).toEqual([]);
  await finding.getByRole("button", { name: "Take it into use" }).click();
  await gate.getByRole("button", { name: "Run the tests first" }).click();
  await expect(gate).toContainText(/Fixed 0, broken \d/);
  await gate.getByRole("button", { name: /^Go live/ }).click();
  await expect(finding).toContainText("Using bge-m3 (32 dimensions)", { timeout: 60_000 });
  await client.model.use.mutate({ use: "embed", id: null });
  await expect.poll(async () => (await client.generation.status.query()).next, { timeout: 60_000 }).toBeNull();
  await client.model.remove.mutate({ id: embedderId });
  await clear(client, library.id);
});
