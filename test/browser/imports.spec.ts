import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./desk.ts";
import { imported } from "./imports.ts";
import { faultsInEachShade } from "./look.ts";

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-imported-"));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async (page: Page, libraryId: string) => {
  await page.goto(`/library/${libraryId}`);
  await page.getByText("Imports", { exact: true }).click();
};
const card = (page: Page, name: string) =>
  page.getByRole("region", { name: "Imports" }).getByRole("listitem").filter({ hasText: name });
const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test("every file of a dropped folder is accounted for, with the reason where it was not taken in", async ({
  page,
  library,
}) => {
  await open(page, library.id);
  await expect(page.getByText("No imports yet")).toBeVisible();
  expect(await faultsInEachShade(page, "no imports")).toEqual({});
  await mkdir(join(folder, "policies"));
  await writeFile(join(folder, "policies/hotels.md"), "# Hotels\n\nBook early.");
  await writeFile(join(folder, "policies/empty.md"), "");
  await page.getByText("Documents", { exact: true }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Upload a folder" }).click();
  await (await choosing).setFiles(join(folder, "policies"));

  await page.getByRole("link", { name: "See this import" }).click();

  const imports = page.getByRole("region", { name: "policies" });
  await expect(imports).toContainText("Complete");
  await expect(imports).toContainText("1 searchable");
  await expect(imports).toContainText("1 failed");
  await expect(row(page, "empty.md")).toContainText("Extraction failed");
  await imports.getByRole("link", { name: "All imports" }).click();
  await expect(card(page, "policies")).toContainText("2 files");
});

test("files of an import are filtered by reason, outcome and name, and each tells what it went through", async ({
  page,
  library,
  person,
}) => {
  const id = await imported(person.client, library);
  await page.goto(`/library/${library.id}?show=imports&batch=${id}`);
  await expect(page.getByRole("row")).toHaveCount(7);

  await page.getByRole("button", { name: "1 Has a password" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(row(page, "expenses")).toContainText("password");
  await row(page, "expenses").getByRole("button", { name: "Expand row" }).click();
  const stages = page.getByRole("table", { name: /^Stages of/ });
  await expect(stages.getByRole("row").filter({ hasText: "Reading" })).toContainText("Done1");
  await expect(stages.getByRole("row").filter({ hasText: "Extracting text" })).toContainText("Failed: Has a password1");

  await page.getByRole("button", { name: "Retry these" }).click();
  await expect(stages.getByRole("row").filter({ hasText: "Extracting text" })).toContainText("Failed: Has a password2");
  await row(page, "expenses").getByRole("button", { name: "Collapse row" }).click();

  await page
    .getByRole("group", { name: "Outcome" })
    .getByRole("button", { name: /^Searchable/ })
    .click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("textbox", { name: "Find a file by name" }).fill("hotels");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("textbox", { name: "Find a file by name" }).fill("nothing like this");
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("row")).toHaveCount(7);
  await expect(page.getByRole("textbox", { name: "Find a file by name" })).toHaveValue("");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download report" }).click();
  expect((await downloading).suggestedFilename()).toMatch(/\.csv$/);
});

test("an import is paused, goes on and is stopped, and what was not read is read when it is tried again", async ({
  page,
  library,
  person,
}) => {
  await imported(person.client, library);
  await open(page, library.id);
  const waiting = card(page, "handbook");
  await expect(waiting).toContainText("Paused");
  await expect(waiting).toContainText("1 waiting");

  await waiting.getByRole("button", { name: "Resume: handbook" }).click();
  await expect(waiting).toContainText("2 searchable");
  await expect(waiting).toContainText("Waiting for files");
  await expect(waiting).toContainText("1 still to arrive");

  await waiting.getByRole("button", { name: "Pause: handbook" }).click();
  await expect(waiting).toContainText("Paused");
  const { items } = await person.client.batch.list.query({ libraryId: library.id });
  await library.send("handbook/rooms.md", "# Rooms\n\nBook them.", items[0]?.id);
  await expect(waiting).toContainText("1 waiting");

  await waiting.getByRole("button", { name: "Stop: handbook" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("can be retried later");
  expect(await faultsInEachShade(page, "stopping")).toEqual({});
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(waiting).toContainText("Stopped");
  await expect(waiting).toContainText("1 failed");

  await waiting.getByRole("button", { name: "Retry 1 failed: handbook" }).click();
  await expect(waiting).toContainText("3 searchable");
  await expect(waiting).toContainText("Complete");
});

test.describe("for somebody who may only read", () => {
  test.use({ role: "member" });

  test("imports are not shown", async ({ page, library }) => {
    await page.goto(`/library/${library.id}?show=imports`);
    await expect(page.getByText("Imports", { exact: true })).toHaveCount(0);
  });
});
