import { addDocument, ask, choose, expect, test, turn } from "./desk.ts";

test.use({ locale: "en-GB" });

test("the loop: asked, answered wrongly, corrected, put into a library, and answered the next time in other words", async ({
  page,
  desk,
  library,
}) => {
  const question = "What is the code of the harbour gate?";
  await library.add("harbour.md", "# Harbour\n\nThe harbour gate is painted green. The code of the old gate is lost.");
  const labels = async () => (await desk.administrator.client.label.list.query({})).total;
  const before = await labels();

  await page.goto("/");
  await ask(page, question);
  const answer = turn(page, question);
  await answer.getByRole("button", { name: "Not helpful" }).click();
  await page.getByRole("button", { name: "It is wrong" }).click();
  const right = page.getByRole("textbox", { name: /What should it have said/ });
  await right.fill("The harbour gate opens with 4711.");
  await right.press("Control+Enter");
  await expect(right).toBeHidden();

  await page.goto("/tune/feedback");
  const row = page.getByRole("article", { name: question });
  await expect(row).toContainText("It is wrong");
  await row.getByRole("button", { name: `Put into a library: ${question}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox", { name: "Answer" })).toHaveValue("The harbour gate opens with 4711.");
  await choose(dialog.getByRole("combobox", { name: "Library" }), library.name);
  await dialog.getByRole("button", { name: "Put into the library" }).click();

  await expect(dialog.getByText(/In effect after/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText("It is answered now.")).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByRole("region", { name: "Now" })).toContainText("opens with 4711");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(row).toContainText(`In “${library.name}”`);
  expect(await labels()).toBe(before + 1);

  await page.goto("/");
  await ask(page, "which code opens the harbour gate");
  await expect(turn(page, "which code opens the harbour gate")).toContainText("4711");

  await page.goto("/tune/feedback");
  await row.getByRole("button", { name: `Take out of the library: ${question}` }).click();
  await expect(row.getByRole("button", { name: `Put into a library: ${question}` })).toBeVisible();
  expect(await labels()).toBe(before);
});

test("question and answer are edited where they stand, by keyboard, and laid aside together", async ({
  page,
  person,
}) => {
  for (const name of ["north", "south"]) {
    await person.client.feedback.create.mutate({ question: `Who paints the ${name} fence?`, answer: "Tom." });
  }
  await page.goto("/tune/feedback?text=fence");
  const row = page.getByRole("article", { name: "Who paints the north fence?" });
  await row.getByRole("button", { name: "Edit the answer" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Tom and Ben.");
  await page.keyboard.press("Escape");
  await expect(row).toContainText("Tom.");
  await row.getByRole("button", { name: "Edit the answer" }).press("Enter");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Tom and Ben.");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(row).toContainText("Tom and Ben.");

  await page.getByRole("checkbox", { name: "Choose all on this page" }).check();
  await page.getByRole("button", { name: "Lay aside those chosen" }).click();
  await expect(page.getByText("2 laid aside.")).toBeVisible();
  await page.getByRole("button", { name: /^New/ }).click();
  await expect(page.getByText("No feedback fits these filters")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();
});

test("a question that is there already is offered, and its row changed in place of adding one", async ({
  page,
  desk,
  library,
}) => {
  const faq = await addDocument(desk, library.id, "gate.faq", "Question: When does the gate close?\nAnswer: At nine.");
  await page.goto("/tune/feedback");
  await page.getByRole("button", { name: "Write question and answer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Question" }).fill("When does the gate close");
  await dialog.getByRole("textbox", { name: "Answer" }).fill("At ten.");
  await choose(dialog.getByRole("combobox", { name: "Library" }), library.name);
  await dialog.getByRole("radio", { name: /Change this row instead: When does the gate close/ }).check();
  await dialog.getByRole("button", { name: "Change this row" }).click();
  await expect(dialog.getByText(/In effect after/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Done" }).click();

  const chunks = () => desk.administrator.client.chunk.list.query({ id: faq });
  expect((await chunks()).items).toMatchObject([{ text: "At ten.", revision: 1 }]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await chunks()).items[0]?.text).toBe("At nine.");
});
