import { newId } from "@docent/core/id";
import { ask, choose, expect, test, turn } from "./desk.ts";

test.use({ locale: "en-GB" });

test("what nobody was told is one group, given to somebody, answered once, and proved by asking again", async ({
  page,
  library,
  person,
}) => {
  await library.add("lights.md", "# Lighthouse\n\nThe lighthouse has a red roof.");
  const wordings = ["Where is the spare key of the boathouse?", "where is the spare key of the boathouse"];
  for (const question of wordings) {
    await page.goto("/");
    await ask(page, question);
    await expect(turn(page, question)).toContainText("The documents do not say");
  }

  await page.goto("/tune/unanswered");
  const group = page.getByRole("article", { name: /spare key of the boathouse/ });
  await expect(group).toContainText("Asked 2 times by one person");
  const { name } = (await person.client.session.me.query()).user ?? { name: "" };
  await choose(group.getByRole("combobox", { name: /Assigned to/ }), name);
  await group.getByRole("button", { name: /Write the answer/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Answer" }).fill("In the box under the bench.");
  await choose(dialog.getByRole("combobox", { name: "Library" }), library.name);
  await dialog.getByRole("button", { name: "Put into the library" }).click();
  await expect(dialog.getByText("It is answered now.")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Done" }).click();

  await expect(group).toHaveCount(0);
  await page.getByRole("button", { name: /^Answered/ }).click();
  await expect(group).toContainText("This would have answered 2 of last month's 2 questions.");
  await expect(group).toContainText("Answered by “Corrections”");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(group).toHaveCount(0);
});

test("a group is closed with a document, asked again, and laid aside", async ({ page, library, person }) => {
  const question = "Which colour has the ferry's funnel?";
  await person.client.chat.ask.mutate({ conversationId: newId("conversation"), runId: newId("run"), question });
  await page.goto("/tune/unanswered");
  const group = page.getByRole("article", { name: question });
  await expect(async () => {
    await page.reload();
    await expect(group).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await library.add("ferry.md", "# Ferry\n\nThe ferry's funnel has the colour yellow.");

  await group.getByRole("button", { name: /A document answers it/ }).click();
  const dialog = page.getByRole("dialog");
  await choose(dialog.getByRole("combobox", { name: "Library" }), library.name);
  await dialog.getByRole("button", { name: "This one answers it: Ferry" }).click();
  await page.getByRole("button", { name: /^Answered/ }).click();
  await expect(group).toContainText("This would have answered 1 of last month's 1 questions.");

  await group.getByRole("button", { name: /Take up again/ }).click();
  await page.getByRole("button", { name: /^Open/ }).click();
  await group.getByRole("button", { name: /Lay aside/ }).click();
  await expect(group).toHaveCount(0);
});
