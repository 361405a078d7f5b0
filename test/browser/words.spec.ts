import { expect, test } from "./desk.ts";
import { faultsIn } from "./look.ts";

// the desk is shared, and other tests may have left words in it
test.beforeEach(async ({ desk }) => {
  const { synonym, stopWord } = desk.administrator.client;
  const { items } = await synonym.list.query({ limit: 200 });
  if (items.length) await synonym.remove.mutate({ ids: items.map(({ id }) => id) });
  const words = await stopWord.list.query();
  if (words.length) await stopWord.remove.mutate({ words: words.map(({ word }) => word) });
});

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("adds synonyms, sees what a question becomes, changes them where they stand, and takes each step back", async ({
    page,
  }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tune" }).click();
    await page.getByRole("link", { name: "Words" }).click();
    const synonyms = page.getByRole("region", { name: "Synonyms" });
    await expect(synonyms).toContainText("No synonyms yet");

    await synonyms.getByRole("button", { name: "Add a group" }).click();
    const words = page.getByRole("textbox", { name: "Words that mean the same" });
    await expect(words).toBeFocused();
    await words.fill("carport");
    await words.press("Control+Enter");
    await expect(synonyms.getByRole("alert")).toContainText("two words that differ");
    await words.fill("carport, car shelter, 车棚");
    await words.press("Control+Enter");
    await expect(synonyms.getByRole("status")).toContainText("Added “carport, car shelter, 车棚”");

    await page.getByRole("textbox", { name: "Question to try" }).fill("Is there a carport?");
    const tried = page.getByRole("region", { name: "Try it" });
    await expect(tried).toContainText("Is there a 车棚 ?");
    await expect(tried).toContainText("“carport” is also called");
    expect(await faultsIn(page)).toEqual([]);

    await synonyms.getByRole("button", { name: "Edit carport, car shelter, 车棚" }).click();
    await words.fill("carport\ncar shelter");
    expect(await faultsIn(page)).toEqual([]);
    await synonyms.getByRole("button", { name: "Save" }).click();
    await expect(tried).not.toContainText("车棚");
    await synonyms.getByRole("button", { name: "Undo" }).click();
    await expect(tried).toContainText("车棚");

    await synonyms.getByRole("button", { name: "Delete carport, car shelter, 车棚" }).click();
    await expect(tried).toContainText("None of the words below apply");
    await synonyms.getByRole("button", { name: "Undo" }).click();
    await expect(synonyms.getByRole("list", { name: "Synonyms" })).toContainText("car shelter");
    await synonyms.getByRole("button", { name: "Delete carport, car shelter, 车棚" }).click();
    await expect(synonyms).toContainText("No synonyms yet");
  });

  test("brings words in from a file, is told each bad line, filters them and writes them out again", async ({
    page,
  }) => {
    const file = (text: string) => ({ name: "words.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.goto("/tune/words");
    const synonyms = page.getByRole("region", { name: "Synonyms" });
    const choose = synonyms.locator("input[type=file]");

    await choose.setInputFiles(file("boiler,heater\nalone\nboilers,kettle\n"));
    const problems = synonyms.getByRole("alert");
    await expect(problems).toContainText("Nothing was imported");
    await expect(problems).toContainText("Line 2: A group needs two words");
    await expect(problems).toContainText("Line 3: “boilers” stands in the group “boiler, heater” already");
    expect(await faultsIn(page)).toEqual([]);

    await choose.setInputFiles(file("boiler,heater\nscooter,滑板车\n"));
    await expect(synonyms.getByRole("status")).toContainText("Groups imported: 2; there already: 0");
    await expect(problems).toHaveCount(0);
    await synonyms.getByRole("textbox", { name: "Filter synonyms" }).fill("滑板");
    await expect(page).toHaveURL(/text=/);
    await expect(synonyms.getByRole("list", { name: "Synonyms" })).not.toContainText("boiler");

    const download = page.waitForEvent("download");
    await synonyms.getByRole("button", { name: "Export CSV" }).click();
    expect((await download).suggestedFilename()).toBe("synonyms.csv");
    await synonyms.getByRole("button", { name: "Undo" }).click();
    await expect(synonyms).toContainText("No synonyms yet");
  });

  test("adds stop words, changes one by pressing it, and takes one away and back", async ({ page }) => {
    await page.goto("/tune/words");
    const stops = page.getByRole("region", { name: "Stop words" });
    await stops.getByRole("textbox", { name: "Add" }).fill("Test Company, intranet");
    await stops.getByRole("button", { name: "Add", exact: true }).click();
    await expect(stops.getByRole("button", { name: "Edit intranet" })).toBeVisible();

    await stops.getByRole("button", { name: "Edit intranet" }).click();
    await stops.getByRole("textbox", { name: "Edit intranet" }).fill("extranet");
    await stops.getByRole("textbox", { name: "Edit intranet" }).press("Enter");
    await expect(stops.getByRole("status")).toContainText("Changed “intranet” to “extranet”");

    await page.getByRole("textbox", { name: "Question to try" }).fill("holidays on the extranet of Test Company");
    await expect(page.getByRole("region", { name: "Try it" })).toContainText("Not searched for");
    for (const word of ["extranet", "Test Company"])
      await stops.getByRole("button", { name: `Delete ${word}` }).click();
    await expect(stops).toContainText("No stop words yet");
    await stops.getByRole("button", { name: "Undo" }).click();
    await expect(stops.getByRole("button", { name: "Edit Test Company" })).toBeVisible();
    await stops.getByRole("button", { name: "Delete Test Company" }).click();
  });
});

test("an administrator gives the desk other words for a refusal, sees them before, and they are said", async ({
  page,
}) => {
  await page.goto("/settings?section=sayings");
  const text = page.getByRole("textbox", { name: "No answer in the documents (English)" });
  await text.fill("Nothing about {who}.");
  await page.getByRole("button", { name: "Save: No answer in the documents" }).click();
  await expect(page.getByText("{who}: this placeholder means nothing here")).toBeInViewport();

  await text.fill("Nothing here about “{question}”. Ring extension 100.");
  const group = page.getByRole("region", { name: "No answer in the documents" });
  await expect(group).toContainText("Nothing here about “When does the canteen open?”. Ring extension 100.");
  await page.getByRole("button", { name: "Save: No answer in the documents" }).click();
  await expect(group).toContainText(/Changed by .+ on /);

  await page.reload();
  await expect(text).toHaveValue("Nothing here about “{question}”. Ring extension 100.");
  await page.getByRole("button", { name: "Back to the default: No answer in the documents" }).click();
  await expect(group).toContainText("This is the default");
  await expect(group).toContainText("The documents do not answer “When does the canteen open?”.");
});

test("the further columns of a table of questions stand as tags in its document", async ({ page, library }) => {
  const documentId = await library.add("faq.csv", "Question,Answer,Region\nWhen is payday?,The fifth.,China\n");

  await page.goto(`/document/${documentId}`);

  await expect(page.getByRole("article")).toContainText("RegionChina");
});
