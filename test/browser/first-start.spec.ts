import { expect, test } from "@playwright/test";
import { startDesk } from "./desk-process.ts";
import { handbookRead, turn } from "./desk.ts";
import { faultsInEachShade, takePictures } from "./look.ts";
import { clientOf } from "./person.ts";

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

test("the printed link makes the first administrator, who finds questions to try: one answered with its source, one refused", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await using desk = await startDesk();

  await page.goto(desk.setUpUrl);
  await expect(page.getByRole("heading", { name: "Set up Docent" })).toBeVisible();
  await expect(page.getByLabel("Set-up code")).toBeHidden();
  for (const [language, label] of [
    ["zh", "中文"],
    ["en", "English"],
  ] as const) {
    await page.getByText(label, { exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-CN" : "en");
    expect(await faultsInEachShade(page, `set-up, ${language}`)).toEqual({});
    for (const viewport of [wide, phone]) {
      await page.setViewportSize(viewport);
      await takePictures(page, "set-up", language);
    }
  }
  await page.setViewportSize(wide);

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
