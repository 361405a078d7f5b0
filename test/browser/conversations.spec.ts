import { ask, expect, test, turn } from "./desk.ts";

const question = "Which file formats can I add?";

test("a conversation is renamed in its place, and the new name stays after a reload", async ({ page }) => {
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("PDF");
  const list = page.getByRole("navigation", { name: "Conversations" });
  await list.getByRole("button", { name: `More for “${question}”` }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();

  await page.getByRole("textbox", { name: "Rename" }).fill("Formats");
  const saved = page.waitForResponse(/conversation\.rename/);
  await page.getByRole("textbox", { name: "Rename" }).press("Enter");

  await saved;
  await expect(list.getByRole("link", { name: "Formats", exact: true })).toBeVisible();
  await page.reload();
  await expect(list.getByRole("link", { name: "Formats", exact: true })).toBeVisible();
  await expect(list.getByRole("link", { name: question })).toHaveCount(0);
});

test("a conversation is deleted only after a confirmation, and its address leads nowhere then", async ({ page }) => {
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("PDF");
  const address = page.url();
  const list = page.getByRole("navigation", { name: "Conversations" });
  const remove = async () => {
    await list.getByRole("button", { name: `More for “${question}”` }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
  };
  await remove();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(list.getByRole("link", { name: question })).toBeVisible();

  await remove();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();

  await expect(list.getByRole("link", { name: question })).toHaveCount(0);
  await expect(page).toHaveURL("/");
  await page.goto(address);
  await expect(page.getByText("This conversation does not exist any more")).toBeVisible();
});

test("a thumb, and what was wrong, stay after a reload", async ({ page }) => {
  await page.goto("/");
  await ask(page, question);
  const answer = turn(page, question);
  await answer.getByRole("button", { name: "Not helpful" }).click();
  await page.getByRole("button", { name: "Wrong source" }).click();
  await expect(page.getByText("Thank you, noted")).toBeVisible();

  await page.reload();

  await expect(answer.getByRole("button", { name: "Not helpful" })).toHaveAttribute("aria-pressed", "true");
  await answer.getByRole("button", { name: "Helpful", exact: true }).click();
  await expect(answer.getByRole("button", { name: "Helpful", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(answer.getByRole("button", { name: "Not helpful" })).toHaveAttribute("aria-pressed", "false");
});

test("nobody else sees a conversation", async ({ page, desk }) => {
  const conversationId = `con_${"b".repeat(26)}`;
  const runId = `run_${"b".repeat(26)}`;
  await desk.administrator.client.chat.ask.mutate({ conversationId, runId, question });

  await page.goto(`/c/${conversationId}`);

  await expect(page.getByText("This conversation does not exist any more")).toBeVisible();
  await expect(page.getByText(question)).toHaveCount(0);
});

test("what was typed and not sent is still there after looking elsewhere", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("textbox", { name: "Ask a question" }).fill("half a quest");

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Ask", exact: true }).click();

  await expect(page.getByRole("textbox", { name: "Ask a question" })).toHaveValue("half a quest");
});

test("Shift and Enter break the line, Enter sends, and a question that is too long cannot be sent", async ({
  page,
}) => {
  await page.goto("/");
  const box = page.getByRole("textbox", { name: "Ask a question" });
  await box.fill("x".repeat(8_001));
  await expect(page.getByRole("alert")).toContainText("8,001 characters; at most 8,000 are read.");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();

  await box.fill("Which file formats");
  await box.press("Shift+Enter");
  await box.pressSequentially("can I add?");
  await expect(box).toHaveValue("Which file formats\ncan I add?");
  await box.press("Enter");

  await expect(page.getByRole("article")).toContainText("PDF");
});

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("a Chinese question is answered in Chinese, with its source, on a Chinese page", async ({ page }) => {
    const question = "怎样备份数据？";
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "想了解什么？" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");

    await ask(page, question);

    await expect(turn(page, question)).toContainText("备份");
    await expect(turn(page, question).getByRole("button", { name: "查看出处 1" }).first()).toBeVisible();
    await expect(page.getByRole("complementary", { name: "出处" })).toContainText("数据、备份与隐私");
  });

  test("Enter that chooses a word of the input method does not send", async ({ page, context }) => {
    await page.goto("/");
    const box = page.getByRole("textbox", { name: "输入你的问题" });
    await box.focus();
    const keyboard = await context.newCDPSession(page);
    await keyboard.send("Input.imeSetComposition", { text: "beifen", selectionStart: 6, selectionEnd: 6 });
    const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 };

    await keyboard.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
    await keyboard.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
    await keyboard.send("Input.insertText", { text: "怎样备份数据？" });

    await expect(box).toHaveValue("怎样备份数据？");
    await expect(page).toHaveURL("/");
    await box.press("Enter");
    await expect(page.getByRole("article", { name: "怎样备份数据？" })).toBeVisible();
  });
});
