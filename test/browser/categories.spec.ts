import { newId } from "@docent/core/id";
import { ask, choose, expect, test, turn } from "./desk.ts";
import { faultsIn } from "./look.ts";

const faq =
  "Question,Answer,Author,Region\n" +
  "How long may a sabbatical last?,Fourteen weeks at full pay.,Li Lei,China\n" +
  "How long may a sabbatical last?,Twenty weeks at half pay.,Ana,Global\n";
const budget = (what: string, much: string) => `# ${what}\n\nThe yearly budget for ${what} is ${much}.`;

let names = 0;
const newName = () => `Category ${++names} of ${newId("category").slice(-6)}`;

test.describe("categories of the company", () => {
  test("an editor adds, renames and deletes one, and is told how many documents lose it", async ({
    page,
    library,
    person,
  }) => {
    const [first, second] = [newName(), newName()];
    const id = await library.add("trips.md", budget("trips", "nine hundred euros"));
    await page.goto(`/library/${library.id}`);
    await page.getByRole("button", { name: "Categories" }).click();
    const dialog = page.getByRole("dialog", { name: "Categories" });
    await dialog.getByRole("textbox", { name: "Name of a new category" }).fill(first);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("listitem").filter({ hasText: first })).toContainText("0 documents");

    await dialog.getByRole("textbox", { name: "Name of a new category" }).fill(first.toUpperCase());
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("a category of that name already");

    await dialog.getByRole("button", { name: `Rename the category “${first}”` }).click();
    await dialog.getByRole("textbox", { name: `Name of the category “${first}”` }).fill(second);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("listitem").filter({ hasText: second })).toBeVisible();

    await person.client.document.describe.mutate({ ids: [id], category: second });
    await page.reload();
    await expect(page.getByRole("row", { name: "Trips" })).toContainText(second);
    await page.getByRole("button", { name: "Categories" }).click();
    await dialog.getByRole("button", { name: `Delete the category “${second}”` }).click();
    const question = page.getByRole("dialog", { name: `Delete the category “${second}”?` });
    await expect(question).toContainText(
      "The 1 document in it that you may read, and any others, will have no category.",
    );
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(dialog.getByRole("listitem").filter({ hasText: second })).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("row", { name: "Trips" })).not.toContainText(second);
  });
});

test("files are uploaded with a category, which is remembered for the library, and the list shows one category alone", async ({
  page,
  library,
  person,
}) => {
  const name = newName();
  await person.client.category.create.mutate({ name });
  await library.add("other.md", budget("leave", "thirty days"));
  await page.goto(`/library/${library.id}`);
  await choose(page.getByRole("combobox", { name: "Category of uploaded files" }), name);
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Upload files" }).click();
  await (
    await choosing
  ).setFiles({ name: "trips.md", mimeType: "text/markdown", buffer: Buffer.from(budget("trips", "much")) });
  await expect(page.getByRole("row", { name: "trips" })).toContainText(name);

  await page.reload();
  await expect(page.locator(".category-upload")).toContainText(name);
  await choose(page.getByRole("combobox", { name: "Category", exact: true }), name);
  await expect(page.getByRole("row", { name: "leave" })).toBeHidden();
  await expect(page.getByRole("row", { name: "trips" })).toBeVisible();
  await choose(page.getByRole("combobox", { name: "Category", exact: true }), "Without");
  await expect(page.getByRole("row", { name: "leave" })).toBeVisible();
  await expect(page.getByRole("row", { name: "trips" })).toBeHidden();
});

test("chosen documents get a category and details together, and all of it can be taken back", async ({
  page,
  library,
}) => {
  const name = newName();
  await library.add("leave.md", budget("leave", "thirty days"));
  await library.add("trips.md", budget("trips", "nine hundred euros"));
  await page.goto(`/library/${library.id}`);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Category and details" }).click();
  const dialog = page.getByRole("dialog", { name: "Category and details of 2 documents" });
  await dialog.getByRole("combobox", { name: "Category" }).press("ArrowDown");
  await page.getByTitle("Choose a category").click();
  await dialog.getByRole("combobox", { name: "Choose a category" }).fill(name);
  await page.getByRole("button", { name: `Add the category “${name}”` }).click();
  await dialog.getByRole("combobox", { name: "Name" }).fill("Department");
  await dialog.getByRole("combobox", { name: "Value of Department" }).fill("Finance");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: "leave" })).toContainText(name);
  await expect(page.getByRole("row", { name: "trips" })).toContainText(name);
  expect(await faultsIn(page)).toEqual([]);

  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("row", { name: "leave" })).not.toContainText(name);
});

test("what is said about a document is edited on its page", async ({ page, library, person }) => {
  const id = await library.add("trips.md", budget("trips", "nine hundred euros"));
  await person.client.document.describe.mutate({ ids: [id], metadata: { Year: "2025", Owner: "Ana" } });
  await page.goto(`/document/${id}`);
  await page.getByRole("button", { name: "Edit category and details" }).click();
  const dialog = page.getByRole("dialog", { name: "Category and details" });
  await dialog.getByRole("combobox", { name: "Value of Year" }).fill("2026");
  await dialog.getByRole("button", { name: "Take Owner away" }).click();
  await dialog.getByRole("button", { name: "Add a detail" }).click();
  await dialog.getByRole("combobox", { name: "Name" }).last().fill("year");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This name stands here already.");
  await dialog.getByRole("button", { name: "Take year away", exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();

  await expect(page.getByRole("main")).toContainText("Year: 2026");
  await expect(page.getByRole("main")).not.toContainText("Ana");
});

test("a question is narrowed beside its box, the next one goes on there, and sources say what they are", async ({
  page,
  library,
  person,
}) => {
  const name = newName();
  const { id } = await person.client.category.create.mutate({ name });
  const faqId = await library.add("faq.csv", faq);
  await person.client.document.describe.mutate({ ids: [faqId], category: id });
  const question = "How long may a sabbatical last?";
  await page.goto("/");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByRole("combobox", { name: "Region" })).toBeVisible();
  expect(await faultsIn(page)).toEqual([]);
  await choose(page.getByRole("combobox", { name: "Region" }), "Global");
  await choose(page.getByRole("combobox", { name: "Category" }), name);
  await ask(page, question);

  await expect(turn(page, question)).toContainText(`Looked only at ${name} · Region: Global`);
  await expect(turn(page, question)).toContainText("Twenty weeks at half pay.");
  const card = page.getByRole("complementary", { name: "Sources" }).getByRole("link", { name: "faq" });
  await expect(card).toContainText(name);
  await expect(card).toContainText("Author: Ana");
  await expect(card).toContainText("Region: Global");

  await page.reload();
  await expect(page.getByRole("button", { name: `Filter: ${name} · Region: Global` })).toBeVisible();
  await expect(card).toContainText("Region: Global");
  await page.getByRole("button", { name: "Take the filter off" }).click();
  await ask(page, `${question} `);
  await expect(page.getByRole("article").last()).toContainText("Do you mean");
});

test("a search is tried out within a filter, which stands in its address", async ({ page, library, person }) => {
  const name = newName();
  const { id } = await person.client.category.create.mutate({ name });
  const trips = await library.add("trips.md", budget("trips", "nine hundred euros"));
  await library.add("leave.md", budget("leave", "thirty days"));
  await person.client.document.describe.mutate({ ids: [trips], category: id });
  await page.goto("/tune/search?text=yearly%20budget");
  await page.getByRole("button", { name: "Filter" }).click();
  await choose(page.getByRole("combobox", { name: "Category" }), name);

  await expect(page.getByRole("main")).toContainText(`Looked only at ${name}`);
  await expect(page.getByRole("main").getByRole("link", { name: "trips" }).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "leave" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("main")).toContainText(`Looked only at ${name}`);
});

test.describe("for those who only ask", () => {
  test.use({ role: "member" });

  test("categories are there to choose from, and not to change", async ({ page, library, desk }) => {
    const name = newName();
    const { id } = await desk.administrator.client.category.create.mutate({ name });
    const trips = await library.add("trips.md", budget("trips", "nine hundred euros"));
    await desk.administrator.client.document.describe.mutate({ ids: [trips], category: id });
    await page.goto(`/document/${trips}`);
    await expect(page.getByRole("main")).toContainText(name);
    await expect(page.getByRole("button", { name: "Edit category and details" })).toBeHidden();
    await page.goto("/");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("combobox", { name: "Category" }).fill(name);
    await expect(page.getByTitle(`${name} (1)`)).toBeVisible();
  });
});
