import { choose, expect, test } from "./desk.ts";
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

test("a case says where words must stand, its result what was found and how it came about, and two runs are compared", async ({
  page,
  library,
}) => {
  await library.add("leave.md", "# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await page.goto(`/tune/tests?library=${library.id}`);
  await page.getByRole("button", { name: "Add a case" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a case" });
  await dialog.getByRole("textbox", { name: "Question" }).fill("How many days of leave do I get?");
  await choose(dialog.getByRole("combobox"), "Leave");
  await page.keyboard.press("Escape");
  await dialog.getByRole("textbox", { name: "Words that must stand in “Leave” (optional)" }).fill("thirty days");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "Cases" })).toContainText("“Leave”, where it says “thirty days”");

  await page.getByRole("button", { name: "Run the test set" }).click();
  const result = page.getByRole("list", { name: "Result" });
  await result.getByText("Show the answer").click();
  await expect(result.getByRole("list", { name: "Documents that it must find" })).toContainText("found at place 1");
  await expect(result.getByRole("list", { name: "Found, best first" })).toContainText("Leave");
  await result.getByRole("button", { name: /^How this came about/ }).click();
  const trace = page.getByRole("dialog", { name: "How this answer came about" });
  await expect(trace).toContainText("thirty days");
  expect(await faultsIn(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("combobox", { name: "With which setting" }).click();
  await page.locator(".ant-select-item-option:visible").filter({ hasText: "Without the reranker" }).click();
  await page.getByRole("button", { name: "Run the test set" }).click();
  await expect(page.getByRole("main")).toContainText("Fixed 0, broken 0, same 1");
  await page.getByRole("combobox", { name: "Compared with" }).click();
  await page.locator(".ant-select-item-option:visible").first().click();
  await expect(page).toHaveURL(/against=/);
  await expect(page.getByRole("main")).toContainText("Fixed 0, broken 0, same 1");
  expect(await faultsIn(page)).toEqual([]);
});
