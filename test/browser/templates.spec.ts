import { ask, expect, test, turn } from "./desk.ts";
import { faultsIn } from "./look.ts";

const question = "Which file formats can I add?";

test("a template is written with its placeholders at hand, seen filled, tried, made the default, and answers are asked for with it", async ({
  page,
  model,
}) => {
  model.play({ text: "PDF and Word [1]." });
  await page.goto("/tune/templates");
  await page.getByRole("button", { name: "New template" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Voice of the house");
  const text = page.getByRole("textbox", { name: "Template" });
  await text.press("Control+A");
  await text.press("Delete");
  await text.pressSequentially("Speak like {role");
  await page.getByRole("option", { name: /role_bot/ }).click();
  await text.pressSequentially(". Asked: {qestion");
  const form = page.getByRole("main");
  await expect(form).toContainText("Unknown placeholders go to the model as they stand: {qestion}");
  await expect(form).toContainText("{context} is missing");
  await page.getByRole("textbox", { name: "The assistant's name" }).fill("Vera");

  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByRole("textbox", { name: "Preview with a question" }).fill(question);
  await expect(preview).toContainText("Speak like Vera. Asked: {qestion}");
  await expect(preview).toContainText("<passages>");
  await preview.getByRole("button", { name: "Try it" }).click();
  await expect(preview).toContainText("Answered by openai/test-model");
  await expect(preview).toContainText("PDF and Word");
  expect(await faultsIn(page)).toEqual([]);

  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Voice of the house" })).toBeVisible();
  await page.getByRole("link", { name: "All templates" }).click();
  await page.getByRole("button", { name: "Make default: Voice of the house" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByRole("status")).toContainText("use “Voice of the house”");

  model.log.length = 0;
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("PDF and Word");
  expect(JSON.stringify(model.log.at(-1)?.body)).toContain("Speak like Vera");

  await page.goto("/tune/templates");
  await page.getByRole("button", { name: "Delete the template “Voice of the house”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByRole("link", { name: "Voice of the house" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Voice of the house" })).toBeVisible();
  await page.getByRole("button", { name: "Delete the template “Voice of the house”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(page.getByRole("link", { name: "Voice of the house" })).toBeHidden();
});

test("whoever asks chooses a template for the conversation, and it stays chosen", async ({ page, model, person }) => {
  model.play({ text: "PDF and Word [1]." });
  const { template } = person.client;
  const { id } = await template.create.mutate({
    name: "For the workshop",
    text: "In the workshop: {question} {context}",
  });
  await page.goto("/");
  await page.getByRole("combobox", { name: "Template" }).press("ArrowDown");
  await page.getByTitle("For the workshop").click();
  await ask(page, question);
  await expect(turn(page, question)).toContainText("PDF and Word");
  expect(JSON.stringify(model.log.at(-1)?.body)).toContain("In the workshop");

  await page.reload();
  await expect(page.locator(".template-choice")).toContainText("For the workshop");
  await template.remove.mutate({ id });
  model.log.length = 0;
  await ask(page, "Which formats are read?");
  await expect(turn(page, "Which formats are read?")).toContainText("PDF and Word");
  expect(JSON.stringify(model.log.at(-1)?.body)).not.toContain("In the workshop");
});

test("what was said before is seen, compared and said again, and what is not saved is not lost by accident", async ({
  page,
  person,
}) => {
  const { template } = person.client;
  const { id, version } = await template.create.mutate({ name: "Brief", text: "Be brief. {question} {context}" });
  await template.change.mutate({ id, version, name: "Brief", text: "Be very brief. {question} {context}" });
  await page.goto(`/tune/templates/${id}`);
  await page.getByRole("button", { name: "History" }).click();
  const history = page.getByRole("dialog", { name: "History" });
  await expect(history.getByRole("listitem").first().getByRole("insertion")).toContainText("very");
  await history.getByRole("button", { name: "Go back to version 1" }).click();
  await expect(page.getByRole("textbox", { name: "Template" })).toContainText("Be brief.");

  await page.getByRole("textbox", { name: "Comment (optional)" }).fill("For lists");
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "All templates" }).click();
  await expect(page.getByRole("textbox", { name: "Comment (optional)" })).toHaveValue("For lists");

  await template.change.mutate({ id, version: 3, name: "Brief", text: "Somebody else was here." });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Somebody else saved");
  await page.getByRole("button", { name: "Load the new version" }).click();
  await expect(page.getByRole("textbox", { name: "Template" })).toContainText("Somebody else was here.");
  await template.remove.mutate({ id });
});
