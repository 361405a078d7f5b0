import { expect, test } from "./desk.ts";

test.describe("a member", () => {
  test.use({ role: "member" });

  test("asks, and sees neither the libraries nor the settings of administrators", async ({ page }) => {
    await page.goto("/");
    const navigation = page.getByRole("navigation", { name: "Main" });
    await expect(navigation.getByRole("link", { name: "Ask" })).toBeVisible();
    await expect(navigation.getByRole("link", { name: "Library" })).toHaveCount(0);

    await page.goto("/library");
    await expect(page).toHaveURL("/");
    await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();

    await page.goto("/settings?section=people");
    await expect(page.getByRole("heading", { name: "Password" })).toBeVisible();
    await expect(page.getByRole("tab")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "People" })).toHaveCount(0);
  });

  test("reads a cited document without a way to change it", async ({ page, library }) => {
    const documentId = await library.add("shed.md", "# Shed\n\nThe shed is behind the house.");

    await page.goto(`/document/${documentId}`);

    await expect(page.getByRole("article")).toContainText("The shed is behind the house.");
    await expect(page.getByRole("link", { name: library.name })).toHaveCount(0);
  });
});

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("keeps the libraries, and has no say over people and models", async ({ page, library }) => {
    await page.goto(`/library/${library.id}`);
    await expect(page.getByRole("button", { name: "Upload files" })).toBeVisible();

    await page.goto("/settings?section=model");
    await expect(page.getByRole("heading", { name: "Password" })).toBeVisible();
    await expect(page.getByRole("tab")).toHaveCount(0);
  });
});

test("an administrator adds a person, who signs in with the first password", async ({ page, browser, desk }) => {
  await page.goto("/settings?section=people");
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("New Colleague");
  await dialog.getByLabel("E-mail").fill("new.colleague@example.org");
  await dialog.getByLabel("First password").fill("the very first password");
  await dialog.getByRole("button", { name: "Add a person" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "new.colleague@example.org" })).toContainText("Member");

  const context = await browser.newContext({ baseURL: desk.url, locale: "en-GB" });
  const theirs = await context.newPage();
  await theirs.goto("/");
  await theirs.getByLabel("E-mail").fill("new.colleague@example.org");
  await theirs.getByLabel("Password").fill("the very first password");
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
  await context.close();
});
