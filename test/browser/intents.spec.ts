import { ask, expect, test, turn } from "./desk.ts";
import { teach, unteach } from "./intents.ts";
import { faultsIn } from "./look.ts";

// the desk is shared: other tests may have taught it, and it must not answer them by what is taught here
test.beforeEach(({ desk }) => unteach(desk.administrator.client));
test.afterEach(({ desk }) => unteach(desk.administrator.client));

const file = (text: string) => ({ name: "old.example", mimeType: "text/plain", buffer: Buffer.from(text) });

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("makes an intent, teaches it line by line, takes steps back, tries a sentence, and people get the reply", async ({
    page,
  }) => {
    await page.goto("/tune/search");
    await page.getByRole("link", { name: "Intents" }).click();
    await expect(page.getByRole("main")).toContainText("No intents yet");

    await page.getByRole("button", { name: "New intent" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New intent" });
    await dialog.getByRole("button", { name: "Create and add examples" }).click();
    await expect(dialog).toContainText("Give the intent a name");
    await expect(dialog).toContainText("Write it in at least one language");
    await dialog.getByRole("textbox", { name: "Name" }).fill("greeting");
    await dialog.getByRole("textbox", { name: "Reply (English)" }).fill("Hello! How can I help?");
    await dialog.getByRole("button", { name: "Create and add examples" }).click();

    await expect(page.getByRole("heading", { level: 1, name: "greeting" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("No examples yet");
    const box = page.getByRole("textbox", { name: "Examples to add" });
    await box.fill("hello there\ngood morning\n\nhi, how are you today\n早上好\ngood morning");
    await page.getByRole("button", { name: "Add 5 sentences" }).click();
    const examples = page.getByRole("region", { name: "Examples" });
    await expect(examples.getByRole("status")).toContainText("Added 4 examples · 1 there already");
    await examples.getByRole("button", { name: "Undo" }).click();
    await expect(examples).toContainText("No examples yet");
    await box.fill("hello there\ngood morning\nhi, how are you today\n早上好\ngood evening");
    await box.press("Control+Enter");
    const list = examples.getByRole("list", { name: "Examples" });
    await expect(list.getByRole("listitem")).toHaveCount(5);

    await list.getByRole("button", { name: "Edit “good evening”" }).click();
    const editor = list.getByRole("textbox", { name: "Example", exact: true });
    await editor.fill("good morning");
    await editor.press("Control+Enter");
    await expect(list.getByRole("alert")).toContainText("has this sentence already");
    await editor.fill("good evening to you");
    await editor.press("Control+Enter");
    await expect(examples.getByRole("status")).toContainText("Changed to “good evening to you”");
    await list.getByRole("button", { name: "Delete “hello there”" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(4);
    await examples.getByRole("button", { name: "Undo" }).click();
    await expect(list).toContainText("hello there");
    await examples.getByRole("textbox", { name: "Filter examples" }).fill("早上");
    await expect(page).toHaveURL(/text=/);
    await expect(list.getByRole("listitem")).toHaveCount(1);
    expect(await faultsIn(page)).toEqual([]);

    await page.getByRole("link", { name: "All intents" }).click();
    await page.getByRole("searchbox", { name: "Sentence to try" }).fill("good morning everybody");
    await page.getByRole("button", { name: "Try", exact: true }).click();
    const tried = page.getByRole("region", { name: "Try a sentence" });
    await expect(tried).toContainText("Taken for “greeting”");
    await expect(tried.getByRole("list", { name: "Nearest intents and examples" })).toContainText("good morning");
    await page.getByRole("searchbox", { name: "Sentence to try" }).fill("How tall is the tower?");
    await page.getByRole("searchbox", { name: "Sentence to try" }).press("Enter");
    await expect(tried).toContainText("No intent fits: answered from the documents");
    expect(await faultsIn(page)).toEqual([]);

    await page.goto("/");
    await ask(page, "good morning");
    await expect(turn(page, "good morning")).toContainText("Hello! How can I help?");

    await page.goto("/tune/intents");
    await page.getByRole("button", { name: "Delete “greeting”" }).click();
    const question = page.getByRole("dialog", { name: "Delete “greeting”?" });
    await expect(question).toContainText("Its 5 examples will be deleted too");
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("main")).toContainText("No intents yet");
  });

  test("describes a service, is told what is wrong with its schema, and never sees its key again", async ({ page }) => {
    await page.goto("/tune/intents");
    await page.getByRole("button", { name: "New intent" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New intent" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("weather");
    await dialog.getByRole("radio", { name: /^Call a service/ }).check();
    await expect(dialog.getByRole("checkbox", { name: "Allow an address inside the network" })).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Address of the service" }).fill("weather.example.com");
    const schema = dialog.getByRole("textbox", { name: "Arguments (JSON Schema)" });
    await schema.fill('{\n"type": "object",\n"properties": }');
    await schema.blur();
    await expect(dialog).toContainText("This is not JSON near line 3");
    await schema.fill('{"properties":{"city":{"type":"string"}},"required":["town"]}');
    await schema.blur();
    await expect(dialog).toContainText("“town” is required but not among the properties");
    expect(await faultsIn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Insert a sample" }).click();
    await dialog.getByRole("button", { name: "Add a header" }).click();
    await dialog.getByRole("textbox", { name: "Name of header 1" }).fill("X-Api-Key");
    await dialog.getByLabel("Value of header 1").fill("a secret key");
    await dialog.getByRole("button", { name: "Create and add examples" }).click();
    await expect(dialog).toContainText("The address must begin with https:// or http://");
    await dialog.getByRole("textbox", { name: "Address of the service" }).fill("https://weather.example.com/now");
    await dialog.getByRole("button", { name: "Create and add examples" }).click();

    await expect(page.getByRole("heading", { level: 1, name: "weather" })).toBeVisible();
    await page.reload();
    const action = page.getByRole("region", { name: "Name and action" });
    await expect(action).toContainText("Stored: X-Api-Key. Their values are not shown.");
    expect(await page.content()).not.toContain("a secret key");
    await action.getByRole("textbox", { name: "Address of the service" }).fill("https://elsewhere.example.com/now");
    await expect(action).toContainText("On another server the stored headers are not sent");
    await action.getByRole("textbox", { name: "Address of the service" }).fill("https://weather.example.com/today");
    await action.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved; it counts for the next question")).toBeVisible();
    await expect(action).toContainText("Stored: X-Api-Key");
    await action.getByRole("button", { name: "Enter them anew" }).click();
    await expect(action).toContainText("With none here, all headers are removed");
    await action.getByRole("button", { name: "Save" }).click();
    await expect(action).not.toContainText("X-Api-Key");

    const box = page.getByRole("textbox", { name: "Examples to add" });
    await box.fill("what is the weather in Paris");
    await box.press("Control+Enter");
    await page.getByRole("button", { name: "Edit “what is the weather in Paris”" }).click();
    const called = page.getByRole("textbox", { name: "Arguments it is called with (JSON, optional)" });
    await called.fill("Paris");
    await called.press("Control+Enter");
    await expect(page.getByRole("list", { name: "Examples" }).getByRole("alert")).toContainText(
      "must be a JSON object",
    );
    await called.fill('{"city":"Paris"}');
    await called.press("Control+Enter");
    await expect(page.getByRole("list", { name: "Examples" })).toContainText('Arguments {"city":"Paris"}');
  });

  test("brings in old and new example files, is told what came in and what did not, and finds it again", async ({
    page,
  }) => {
    await page.goto("/tune/intents");
    const intents = page.getByRole("region", { name: "List of intents" });
    const choose = page.locator("input[type=file]");
    const report = intents.getByRole("status");

    await choose.setInputFiles(file("这不是例句"));
    await expect(report).toContainText("No examples were imported");
    await expect(report).toContainText("Line 1: “这不是例句” is no line such as “query:…”");

    const old = `[{"query":"谈谈选举","intention":"敏感话题","reply":"这个话题我无法讨论。"},
      {"query":"","intention":"comfort"},
      {"query":"你们太差了","intention":"comfort","reply":""}]`;
    await choose.setInputFiles(file(old));
    await expect(report).toContainText("Imported: 2 new examples");
    await expect(report).toContainText("Line 2: There is no query");
    expect(await faultsIn(page)).toEqual([]);
    const tool = {
      api_schema: { name: "book_room", parameters: { type: "object", properties: { room: { type: "string" } } } },
      examples: [{ query: "book the blue room", detection: { func: "book_room", param: { room: "blue" } } }],
    };
    await choose.setInputFiles(file(JSON.stringify(tool)));
    await expect(report.getByRole("link", { name: "book_room" })).toBeVisible();
    await choose.setInputFiles(file("query:谈谈选举\nintention:敏感话题\nreply:"));
    await expect(report).toContainText("1 example was there already");

    const list = intents.getByRole("list", { name: "List of intents" });
    await expect(list).toContainText("这个话题我无法讨论。");
    await intents.getByRole("textbox", { name: "Filter by name or sentence" }).fill("blue room");
    await expect(list.getByRole("listitem")).toHaveCount(1);
    await expect(list).toContainText("No address yet");
    await intents.getByRole("textbox", { name: "Filter by name or sentence" }).fill("nothing of the kind");
    await intents.getByRole("button", { name: "Show all" }).click();
    await intents.getByRole("combobox", { name: "Filter by action" }).click();
    await page.locator(".ant-select-item-option").filter({ hasText: "Comfort" }).click();
    await expect(page).toHaveURL(/action=/);

    const download = page.waitForEvent("download");
    await intents.getByRole("button", { name: "Import and export" }).click();
    await page.getByRole("menuitem", { name: "Export all" }).click();
    expect((await download).suggestedFilename()).toBe("intents.example");
  });

  test("learns in the lab what contradicts and what is mixed up, and settles it there", async ({ page, desk }) => {
    await teach(desk.administrator.client);
    await page.goto("/tune/intents/lab");
    await expect(page.getByRole("region", { name: "Examine the examples" })).toContainText("of 24 examples");
    await page.getByRole("button", { name: "Resolve 1 contradiction first" }).click();
    const contradictions = page.getByRole("region", { name: "Contradicting examples" });
    await expect(contradictions).toBeInViewport();
    await expect(page.getByRole("link", { name: "complaint" })).toBeVisible();
    expect(await faultsIn(page)).toEqual([]);

    await contradictions.getByRole("button", { name: /Delete “how much is the blue room\?”/ }).click();
    await expect(page.getByRole("status").filter({ hasText: "Deleted" })).toBeInViewport();
    await expect(contradictions).toContainText("Changed");
    await page.getByRole("button", { name: "Examine again" }).click();
    await expect(contradictions).toContainText("No examples contradict each other");

    const pairs = page.getByRole("list", { name: "Most confused intents" });
    await pairs.getByRole("button", { name: /“room booking” taken for “room price”/ }).click();
    const drawer = page.getByRole("dialog", { name: "Examples of “room booking” taken for “room price”" });
    await expect(drawer.getByRole("listitem").first()).toBeVisible();
    expect(await faultsIn(page)).toEqual([]);
    const [first] = await drawer.getByRole("listitem").locator("span").first().allTextContents();
    await drawer.getByRole("button", { name: `Move to “room price”: ${first}` }).click();
    await expect(drawer.getByRole("status")).toContainText(`Moved “${first}” to “room price”`);
    await drawer.getByRole("button", { name: "Undo" }).click();
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();

    const matrix = page.getByRole("table");
    await expect(matrix.getByRole("rowheader")).toHaveCount(5);
    await matrix.getByRole("button", { name: /of “room price” taken for “room booking”/ }).click();
    await expect(page.getByRole("dialog", { name: /“room price” taken for “room booking”/ })).toBeVisible();
  });
});

test("where intents fit about as well, the model chooses when it is asked to", async ({ page, desk, model }) => {
  await teach(desk.administrator.client);
  await page.goto("/tune/intents");
  await page.getByRole("searchbox", { name: "Sentence to try" }).fill("how much is the blue room for an hour");
  await page.getByRole("searchbox", { name: "Sentence to try" }).press("Enter");
  const tried = page.getByRole("region", { name: "Try a sentence" });
  await expect(tried).toContainText("the model chooses among them");
  const first = await tried.locator("ol strong").first().textContent();

  model.play({ text: "2" });
  await tried.getByRole("button", { name: "Let the model choose" }).click();

  await expect(tried).toContainText("The model chose it among those that came near");
  await expect(tried).not.toContainText(`Taken for “${first}”`);
});

test.describe("a member", () => {
  test.use({ role: "member" });

  test("is shown nothing of intents", async ({ page }) => {
    await page.goto("/tune/intents");
    await expect(page).toHaveURL(/\/$/);
  });
});
