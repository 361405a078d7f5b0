import { expect, test } from "./desk.ts";
import { faultsIn } from "./look.ts";

test("a case is typed, run beside how it is now, deleted and brought back", async ({ page }) => {
  await page.goto("/tune/tests");
  await page.getByRole("button", { name: "Add a case" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Question" }).fill("Which file formats can I add?");
  expect(await faultsIn(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  const cases = page.getByRole("list", { name: "Cases" });
  await expect(cases).toContainText("Which file formats can I add?");

  await page.getByRole("button", { name: "Run the test set" }).click();
  await expect(page.getByRole("list", { name: "Result" })).toContainText("Which file formats can I add?");
  expect(await faultsIn(page)).toEqual([]);

  await cases.getByRole("button", { name: "Delete: Which file formats can I add?" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cases).toContainText("Which file formats can I add?");
  await cases.getByRole("button", { name: "Delete: Which file formats can I add?" }).click();
  await expect(page.getByRole("status").filter({ hasText: "is deleted" })).toBeVisible();
});
