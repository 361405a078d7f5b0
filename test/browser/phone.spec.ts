import { devices } from "@playwright/test";
import { ask, expect, test, turn } from "./desk.ts";

const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices["Pixel 7"];
test.use({ viewport, userAgent, deviceScaleFactor, isMobile, hasTouch });

const question = "Which file formats can I add?";

test("on a phone the conversations open as a drawer and the sources as a sheet from below", async ({ page }) => {
  await page.goto("/");
  await ask(page, question);
  await page.getByRole("button", { name: "New conversation" }).click();
  await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
  await expect(page.getByRole("link", { name: question })).toHaveCount(0);

  await page.getByRole("button", { name: "Conversations" }).click();
  const drawer = page.getByRole("dialog", { name: "Conversations" });
  await drawer.getByRole("link", { name: question }).click();
  await expect(drawer).toBeHidden();
  await turn(page, question).getByRole("button", { name: "Show source 1" }).first().click();

  const sheet = page.getByRole("dialog", { name: "Sources" });
  await expect(sheet.getByRole("link").first()).toBeVisible();
  const box = await sheet.boundingBox();
  expect(box).toMatchObject({ x: 0, width: viewport.width });
  expect(box && Math.round(box.y + box.height)).toBe(viewport.height);
  await sheet.getByRole("link").first().click();
  await expect(page.getByRole("article", { name: "Cited passage" })).toBeInViewport();
});

test("on a phone no page is wider than the screen, and documents are cards", async ({ page, library }) => {
  await library.add("a-rather-long-file-name-without-any-space-in-it-at-all-to-be-broken.md", "# Rules\n\nBe kind.");
  for (const address of [
    "/",
    `/library/${library.id}`,
    "/settings",
    "/settings?section=model",
    "/settings?section=people",
  ]) {
    await page.goto(address);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.getByRole("main").getByRole("button").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(viewport.width);
  }
  await page.goto(`/library/${library.id}`);

  await expect(page.getByRole("listitem").filter({ hasText: "Rules" })).toContainText("Searchable");
  await expect(page.getByRole("table")).toHaveCount(0);
});
