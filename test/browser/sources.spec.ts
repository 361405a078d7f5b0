import type { Page } from "@playwright/test";
import { html, webSite, type WebSite } from "../fakes/web-site.ts";
import { expect, test } from "./desk.ts";
import { faultsInEachShade } from "./look.ts";

let site: WebSite;

test.beforeEach(async () => {
  site = await webSite();
  site.pages.set("/docs/", html("Home", "Where everything begins.", "travel", "gone"));
  site.pages.set("/docs/travel", html("Travel", "The zebra allowance is eleven euros."));
});
test.afterEach(() => site.close());

const card = (page: Page, text: string) =>
  page.getByRole("region", { name: "Sources" }).getByRole("listitem").filter({ hasText: text }).first();
const open = async (page: Page, libraryId: string) => {
  await page.goto(`/library/${libraryId}`);
  await page.getByText("Sources", { exact: true }).click();
};

test("a web site is added, its pages are found, and what failed says why", async ({ page, library }) => {
  await open(page, library.id);
  await expect(page.getByText("No sources yet")).toBeVisible();
  expect(await faultsInEachShade(page, "no sources")).toEqual({});

  await page.getByRole("button", { name: "Add a source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Web site", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Enter a start address.")).toBeVisible();
  expect(await faultsInEachShade(page, "new source")).toEqual({});
  await dialog.getByLabel("Start address").fill(`${site.url}/docs/`);
  await dialog.getByRole("button", { name: "Save" }).click();

  const source = card(page, "/docs/");
  await expect(source).toContainText("2 new");
  await expect(source).toContainText("1 failed");
  await expect(source).toContainText("Every day");
  await source.getByRole("button", { name: "Show 1 failure" }).click();
  await expect(source.getByRole("list")).toContainText("The site says there is no such page.");
  expect(await faultsInEachShade(page, "a source")).toEqual({});

  await page.getByText("Documents", { exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: "Travel" })).toContainText("Searchable");
});

test("a page that is gone goes with the next sync, and a source can go with its documents", async ({
  page,
  library,
  person,
}) => {
  site.pages.set("/docs/", html("Home", "Where everything begins.", "travel"));
  const settings = { kind: "crawl" as const, start: `${site.url}/docs/`, depth: 3, pages: 50 };
  await person.client.source.create.mutate({ libraryId: library.id, settings });
  await open(page, library.id);
  const source = card(page, "/docs/");
  await expect(source).toContainText("2 new");

  site.pages.delete("/docs/travel");
  await source.getByRole("button", { name: /^Sync now/ }).click();
  await expect(source).toContainText("1 removed");
  await expect(source).toContainText("1 document");

  await source.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("It has brought 1 document.");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No sources yet")).toBeVisible();
  await page.getByText("Documents", { exact: true }).click();
  await expect(page.getByText("Home")).toHaveCount(0);
});

test("a list of addresses is corrected before it is sent, and a run that takes long is stopped", async ({
  page,
  library,
}) => {
  site.pages.set("/slow", () => undefined);
  await open(page, library.id);
  await page.getByRole("button", { name: "Add a source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Addresses", { exact: true }).fill("intranet/travel");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("“intranet/travel” is no web address.")).toBeVisible();
  await dialog.getByLabel("Addresses", { exact: true }).fill(`${site.url}/docs/travel\n${site.url}/slow`);
  await dialog.getByRole("button", { name: "Save" }).click();

  const source = card(page, "2 in all");
  await expect(source).toContainText("Looked at 1 of 2");
  await source.getByRole("button", { name: "Stop" }).click();
  await expect(source).toContainText("Stopped just now; what had arrived stays");
});

test("a folder of the server is chosen among those that are allowed", async ({ page, library }) => {
  await open(page, library.id);
  await page.getByRole("button", { name: "Add a source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Folder", { exact: true }).first().click();
  await dialog.getByRole("combobox", { name: "Folder" }).fill("/etc");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("not allowed");
});

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("is told that folders are for administrators", async ({ page, library }) => {
    await open(page, library.id);
    await page.getByRole("button", { name: "Add a source" }).click();
    await page.getByRole("dialog").getByText("Folder", { exact: true }).first().click();
    await expect(page.getByRole("dialog")).toContainText("Folders of the server are for administrators to add.");
  });
});
