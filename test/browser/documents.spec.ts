import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { lockedPdf } from "../fixtures/pdf.ts";
import { ask, expect, test, turn } from "./desk.ts";

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-dropped-"));
});
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const rules = (days: number) =>
  `# House rules\n\n${"Please keep the corridors free of bicycles. ".repeat(20)}\n\n## Parental leave\n\nParents take ${days} weeks of parental leave after a birth.\n\n## Kitchen\n\nWash your own cup.\n`;
const question = "How many weeks of parental leave do parents take?";

test("a document that is dropped in becomes searchable, answers with its source, and opens at the cited passage", async ({
  page,
  library,
}) => {
  await writeFile(join(folder, "rules.md"), rules(16));
  await page.goto(`/library/${library.id}`);
  await expect(page.getByText("There are no documents here yet")).toBeVisible();
  await drop(page, [join(folder, "rules.md")]);
  await expect(row(page, "House rules")).toContainText("Searchable");

  await page.getByRole("link", { name: "Ask", exact: true }).click();
  await ask(page, question);
  const citation = turn(page, question).getByRole("button", { name: "Show source 1" }).first();
  await expect(turn(page, question)).toContainText("16 weeks of parental leave");
  await citation.click();
  const card = page.getByRole("complementary", { name: "Sources" }).getByRole("link", { name: "House rules" }).first();
  await expect(card).toBeFocused();
  await expect(card).toContainText("16 weeks of parental leave");
  await page.keyboard.press("Escape");
  await expect(citation).toBeFocused();

  await card.click();

  const passage = page.getByRole("article", { name: "Cited passage" });
  await expect(passage).toContainText("16 weeks of parental leave");
  await expect(passage).toBeInViewport();
  expect(await page.evaluate(markedText)).toContain("16 weeks of parental leave");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(turn(page, question)).toContainText("16 weeks of parental leave");
});

test("a chosen folder comes in with its folders in the names, without what file managers leave there", async ({
  page,
  library,
}) => {
  await mkdir(join(folder, "policies/travel"), { recursive: true });
  await writeFile(join(folder, "policies/welcome.txt"), "Welcome to the house.");
  await writeFile(join(folder, "policies/travel/hotels.md"), "# Hotels\n\nBook early.");
  await writeFile(join(folder, "policies/.DS_Store"), "junk");
  await page.goto(`/library/${library.id}`);
  const choosing = page.waitForEvent("filechooser");

  await page.getByRole("button", { name: "Upload a folder" }).click();
  await (await choosing).setFiles(join(folder, "policies"));

  await expect(row(page, "policies/welcome.txt")).toContainText("Searchable");
  await expect(row(page, "policies/travel/hotels.md")).toContainText("Searchable");
  await expect(page.getByText(".DS_Store")).toHaveCount(0);
});

test("files that cannot be read say at which stage and why, and do not keep others from being read", async ({
  page,
  library,
}) => {
  const files = {
    "broken.pdf": "%PDF-1.7\nthis is no PDF",
    "locked.pdf": lockedPdf(),
    "fine.txt": "The bicycle shed is behind the house.",
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await page.goto(`/library/${library.id}`);
  await upload(
    page,
    Object.keys(files).map((name) => join(folder, name)),
  );

  await expect(row(page, "fine.txt")).toContainText("Searchable");
  await expect(row(page, "broken.pdf")).toContainText("Extraction failed");
  await expect(row(page, "broken.pdf")).toContainText("damaged");
  await expect(row(page, "locked.pdf")).toContainText("password");

  await page.getByRole("button", { name: "Failed 2" }).click();
  await expect(row(page, "fine.txt")).toHaveCount(0);
  await expect(row(page, "broken.pdf")).toBeVisible();
  await page.getByRole("button", { name: "Retry 2 failed" }).click();
  await expect(row(page, "broken.pdf")).toContainText("Extraction failed");
});

test("a file of the same name replaces the document: the new text answers, the old one is gone", async ({
  page,
  library,
}) => {
  await library.add("rules.md", rules(17));
  await writeFile(join(folder, "rules.md"), rules(23));
  await page.goto(`/library/${library.id}`);
  await upload(page, [join(folder, "rules.md")]);
  await expect(page.getByText("1 file uploaded")).toBeVisible();
  await expect(row(page, "House rules")).toContainText("Searchable");
  await expect(page.getByRole("row")).toHaveCount(2);

  await page.getByRole("link", { name: "House rules" }).click();

  await expect(page.getByText("Parents take 23 weeks")).toBeVisible();
  await expect(page.getByText("Parents take 17 weeks")).toHaveCount(0);
});

test("a document is deleted only after a confirmation, and answers nothing any more", async ({ page, library }) => {
  const secret = "Who tunes the harpsichord in Lisbon?";
  await library.add("harpsichord.md", "# Harpsichord\n\nThe harpsichord in Lisbon is tuned by Vermilion and Sons.");
  await page.goto(`/library/${library.id}`);
  const remove = async () => page.getByRole("button", { name: "Delete", exact: true }).first().click();
  await page.getByRole("checkbox", { name: "Select “Harpsichord”" }).check();
  await remove();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(row(page, "Harpsichord")).toBeVisible();

  await remove();
  await expect(page.getByRole("dialog")).toContainText("Delete 1 document?");
  await expect(page.getByRole("dialog")).toContainText("The questions that people asked stay.");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("There are no documents here yet")).toBeVisible();

  await page.goto("/");
  await ask(page, secret);
  await expect(turn(page, secret)).toContainText("The documents do not say");
  await expect(turn(page, secret)).not.toContainText("Vermilion");
});

test("a library is made, renamed and, once it is empty, deleted", async ({ page }) => {
  await page.goto("/library");
  await page.getByRole("button", { name: "New library" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Short-lived");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Short-lived" })).toBeVisible();

  await page.getByRole("button", { name: "More for this library" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Renamed");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Renamed" })).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByRole("button", { name: "More for this library" }).click();
  await page.getByRole("menuitem", { name: "Delete library" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name: "Renamed" })).toHaveCount(0);
});

/** The row of the table that names the document. */
function row(page: Page, name: string) {
  return page.getByRole("row").filter({ hasText: name });
}

async function upload(page: Page, paths: string[]): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Upload files" }).click();
  await (await choosing).setFiles(paths);
}

/** Drops files or folders onto the middle of the page, as from a file manager. */
async function drop(page: Page, files: string[]): Promise<void> {
  const mouse = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await mouse.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data });
}

/** What the browser paints as the cited words. */
function markedText(): string {
  const ranges = [...(CSS.highlights.get("cited") ?? [])];
  return ranges.map((range) => (range instanceof Range ? range.toString() : "")).join("");
}
