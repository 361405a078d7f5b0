import { expect, test } from "@playwright/test";
import { startDesk } from "./desk-process.ts";
import { handbookRead, turn } from "./desk.ts";
import { clientOf } from "./person.ts";

test("the printed link makes the first administrator, who finds questions to try: one answered with its source, one refused", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await using desk = await startDesk();

  await page.goto(desk.setUpUrl);
  await expect(page.getByRole("heading", { name: "Set up Docent" })).toBeVisible();
  await expect(page.getByLabel("Set-up code")).toBeHidden();
  await page.getByLabel("Company or team").fill("Test");
  await page.getByLabel("Name").fill("First Person");
  await page.getByLabel("E-mail").fill("first@example.org");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create and sign in" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Password").fill("long enough to be safe");
  await page.getByRole("button", { name: "Create and sign in" }).click();
  await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();

  const [cookie] = await context.cookies();
  await handbookRead(clientOf(desk.url, cookie));
  const answered = "Which file formats can I add?";
  await page.getByRole("button", { name: answered }).click();
  await expect(turn(page, answered).getByRole("button", { name: "Show source 1" }).first()).toBeVisible();
  await expect(turn(page, answered)).toContainText("PDF");

  await page.getByRole("link", { name: "New conversation" }).click();
  const refused = "食堂几点开门？";
  await page.getByRole("button", { name: refused }).click();
  await expect(turn(page, refused)).toContainText("The documents do not say");
  await expect(turn(page, refused)).toContainText("Nearest passages");
  await expect(turn(page, refused).getByRole("button", { name: /Show source/ })).toHaveCount(0);

  await context.clearCookies();
  await page.goto("about:blank");
  await page.goto(desk.setUpUrl);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
