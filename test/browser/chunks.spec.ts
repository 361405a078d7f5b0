import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "@docent/core/id";
import type { Page } from "@playwright/test";
import { ask, expect, test, turn, type Desk } from "./desk.ts";
import { faultsInEachShade } from "./look.ts";
import { unteach } from "./intents.ts";
import { newPerson } from "./person.ts";

const filler = (about: string) => `The rest of this chapter is about ${about} and nothing else at all. `.repeat(12);
const chapter = (title: string, first: string) => `# ${title}\n\n${first} ${filler(title.toLowerCase())}`;
const ferry = chapter("Ferry", "The ferry leaves every forty minutes.");
const bridge = chapter("Bridge", "The toll for the bridge is nine crowns.");
const question = "What is the toll for the bridge?";

const card = (page: Page, number: number) => page.getByRole("region", { name: `Passage ${number}`, exact: true });
const editor = (page: Page, number: number) => page.getByRole("form", { name: `Edit passage ${number}` });

async function openChunks(page: Page, id: string): Promise<void> {
  await page.goto(`/document/${id}`);
  await page.getByText("By passage").click();
  await expect(card(page, 1)).toBeVisible();
}

// sentences that another spec has taught would answer what is asked here
test.beforeEach(({ desk }) => unteach(desk.administrator.client));

test("an edited passage is previewed beside the editor, answers with the new text, and can be rolled back", async ({
  page,
  library,
}) => {
  const id = await library.add("crossing.md", `${ferry}\n\n${bridge}`);
  await openChunks(page, id);
  await page.getByRole("button", { name: "Edit passage 2" }).click();
  const text = editor(page, 2).getByLabel("Text (Markdown)");
  await expect(text).toBeFocused();
  await text.fill((await text.inputValue()).replace("nine crowns", "eleven guilders"));
  await expect(page.getByRole("article").nth(1)).toContainText("eleven guilders");
  await editor(page, 2).getByLabel("Why it is changed").fill("New price list");
  await text.press("Control+Enter");

  await expect(page.getByText("Passage 2 is saved")).toBeVisible();
  await expect(card(page, 2)).toContainText("Revision 1");
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await ask(page, question);
  await expect(turn(page, question)).toContainText("eleven guilders");

  await openChunks(page, id);
  await page.getByRole("button", { name: "History of passage 2" }).click();
  const history = page.getByRole("dialog");
  await expect(history).toContainText("New price list");
  await expect(history.locator("del")).toHaveText(/nine crowns/);
  await expect(history.locator("ins")).toHaveText(/eleven guilders/);
  await history.getByRole("button", { name: "Go back to this: revision 0" }).click();
  await expect(page.getByText("says again what it said before")).toBeVisible();
  await expect(page.getByRole("article").nth(1)).toContainText("nine crowns");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("article").nth(1)).toContainText("eleven guilders");
});

test("a passage that is switched off answers nothing until that is taken back", async ({ page, library }) => {
  const id = await library.add("crossing.md", `${ferry}\n\n${bridge.replaceAll("bridge", "viaduct")}`);
  await openChunks(page, id);
  const used = page.getByRole("switch", { name: "Passage 2 is used in answers" });
  await used.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("Passage 2 is kept out of searches and answers.")).toBeVisible();
  await expect(used).not.toBeChecked();
  await page.getByRole("button", { name: "Switched off 1" }).click();
  await expect(card(page, 1)).toHaveCount(0);
  await expect(card(page, 2)).toBeVisible();

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("No passage is switched off")).toBeVisible();
  await page.getByRole("button", { name: "All 2" }).click();
  await expect(page.getByRole("switch", { name: "Passage 2 is used in answers" })).toBeChecked();
});

test("the questions that found a passage lead to how their answers came about, and the search test leads to the passage", async ({
  page,
  library,
  person,
}) => {
  const about = "What is the toll for the aqueduct?";
  const id = await library.add("crossing.md", `${ferry}\n\n${bridge.replaceAll("bridge", "aqueduct")}`);
  const conversationId = newId("conversation");
  await person.client.chat.ask.mutate({ conversationId, runId: newId("run"), question: about });
  await expect
    .poll(async () => (await person.client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toBe("finished");

  await openChunks(page, id);
  await page.getByRole("button", { name: /Found by 1 question, cited by 1/ }).click();
  await page.getByRole("dialog").getByRole("link", { name: about }).click();
  await expect(page).toHaveURL(/\/trace\/run_/);

  await page.goto(`/tune/search?text=${encodeURIComponent(about)}`);
  await page
    .getByRole("link", { name: "crossing" })
    .or(page.getByRole("link", { name: "Ferry" }))
    .first()
    .click();
  await expect(card(page, 2)).toBeInViewport();
});

test("whoever saves over somebody else's edit is told and chooses", async ({ page, library, person }) => {
  const id = await library.add("crossing.md", ferry);
  await openChunks(page, id);
  await page.getByRole("button", { name: "Edit passage 1" }).click();
  const text = editor(page, 1).getByLabel("Text (Markdown)");
  await text.fill("My ferry.");
  const [chunk] = (await person.client.chunk.list.query({ id })).items;
  await person.client.chunk.edit.mutate({ id: chunk?.id ?? "", revision: 0, text: "Their ferry." });

  await text.press("Control+Enter");
  await expect(editor(page, 1).getByRole("alert")).toContainText("Somebody else changed this passage");
  await page.getByRole("button", { name: "See what they changed" }).click();
  await expect(page.getByRole("dialog")).toContainText("Their");
  await page.keyboard.press("Escape");
  await expect(text).toHaveValue("My ferry.");
  await page.getByRole("button", { name: "Put mine in its place" }).click();
  await expect(card(page, 1)).toContainText("Revision 2");
});

test("a change that the new version could not take over is put on a passage by hand", async ({
  page,
  library,
  person,
}) => {
  const id = await library.add("crossing.md", `${ferry}\n\n${bridge}`);
  const { items } = await person.client.chunk.list.query({ id });
  for (const { id, text } of items)
    await person.client.chunk.edit.mutate({ id, revision: 0, text: `Mended. ${text.slice(-400)}` });
  await library.add("crossing.md", chapter("Tunnel", "The tunnel is closed at night."));
  await expect.poll(async () => (await person.client.chunk.leftovers.query({ id })).length).toBe(2);

  await openChunks(page, id);
  const notice = page.getByRole("alert").filter({ hasText: "2 changes of the former version did not fit" });
  await notice.getByRole("button", { name: "Show" }).click();
  await notice
    .getByRole("button", { name: /^Put on a passage: “/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Put it here: passage 1" }).click();
  await expect(editor(page, 1).getByLabel("Text (Markdown)")).toHaveValue(/^Mended\./);
  await editor(page, 1).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change of the former version did not fit")).toBeVisible();
  await page.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(page.getByText("did not fit")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1 change of the former version did not fit")).toBeVisible();
});

test("what is not saved is asked about before it is left", async ({ page, library }) => {
  const id = await library.add("crossing.md", ferry);
  await openChunks(page, id);
  await page.getByRole("button", { name: "Edit passage 1" }).click();
  await editor(page, 1).getByLabel("Text (Markdown)").fill("Half a sentence");
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await expect(editor(page, 1).getByLabel("Text (Markdown)")).toHaveValue("Half a sentence");
  await page.keyboard.press("Escape");
});

test("axe finds nothing in the editor, the history and the questions", async ({ page, library, person }) => {
  const id = await library.add("crossing.md", `${ferry}\n\n${bridge}`);
  const [chunk] = (await person.client.chunk.list.query({ id })).items;
  await person.client.chunk.edit.mutate({ id: chunk?.id ?? "", revision: 0, text: "Another ferry." });
  await openChunks(page, id);
  await page.getByRole("button", { name: "Edit passage 1" }).click();
  await expect(editor(page, 1)).toBeVisible();
  expect(await faultsInEachShade(page, "editor")).toEqual({});
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "History of passage 1" }).click();
  await expect(page.getByRole("dialog").locator("ins").first()).toBeVisible();
  expect(await faultsInEachShade(page, "history")).toEqual({});
});

test("of a picture whose text was recognised the picture stands beside the passages", async ({ page, library }) => {
  const scan = await readFile(join(import.meta.dirname, "../fixtures/scans/leave.png"));
  const id = await library.add("leave.png", scan);
  await openChunks(page, id);
  await page.getByText("Picture", { exact: true }).click();
  const picture = page.getByRole("img", { name: /^The picture/ });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  await expect(card(page, 1)).toBeInViewport();
});

test.describe("a reader", () => {
  test.use({ role: "member" });

  test("sees the document as it was, with what was edited and without the passages' workings", async ({
    page,
    desk,
    library,
  }) => {
    const id = await library.add("crossing.md", ferry);
    await mend(desk, id);
    await page.goto(`/document/${id}?show=chunks`);

    await expect(page.getByText("Every reader reads this.")).toBeVisible();
    await expect(page.getByText("By passage")).toHaveCount(0);
    await expect(page.getByRole("switch")).toHaveCount(0);
  });
});

async function mend({ administrator, url }: Desk, id: string): Promise<void> {
  const { client } = await newPerson(url, administrator.client, "admin");
  const [chunk] = (await client.chunk.list.query({ id })).items;
  await client.chunk.edit.mutate({ id: chunk?.id ?? "", revision: 0, text: "Every reader reads this." });
}
