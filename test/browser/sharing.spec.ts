import type { Page } from "@playwright/test";
import { expect, test } from "./desk.ts";
import { newPerson } from "./person.ts";

const saved = (page: Page) => page.getByText("Saved. It holds from the next question on.");

test("an administrator makes a group and shares a library with it; its people see it, and nobody else", async ({
  page,
  desk,
  library,
  person,
  browser,
}) => {
  const inside = await newPerson(desk.url, desk.administrator.client, "editor");
  const outside = await newPerson(desk.url, desk.administrator.client, "editor");

  await page.goto("/settings?section=people");
  await page.getByRole("button", { name: "New group" }).click();
  const group = page.getByRole("dialog");
  await group.getByLabel("Name").fill(`Board ${library.name}`);
  await group.getByLabel("Members").fill(inside.name);
  await page.getByRole("option").or(page.locator(".ant-select-item-option")).filter({ hasText: inside.name }).click();
  await page.keyboard.press("Escape");
  await group.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: `Board ${library.name}` })).toContainText(inside.name);

  await page.goto(`/library/${library.id}`);
  await expect(page.getByText("Everybody in the company")).toBeVisible();
  await page.getByRole("button", { name: "Sharing" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Chosen people and groups" }).check();
  await expect(dialog.getByRole("list")).toContainText(`${person.name} (you)`);
  await dialog.getByRole("combobox", { name: "Add a person or group" }).fill(`Board ${library.name}`);
  await page
    .locator(".ant-select-item-option")
    .filter({ hasText: `Board ${library.name}` })
    .click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByText("1 group, 1 person")).toBeVisible();

  const context = await browser.newContext({ baseURL: desk.url, locale: "en-GB" });
  const theirs = await context.newPage();
  for (const { who, sees } of [
    { who: inside, sees: 1 },
    { who: outside, sees: 0 },
  ]) {
    await context.clearCookies();
    await context.addCookies([{ ...who.cookie, url: desk.url }]);
    await theirs.goto("/library");
    await expect(theirs.getByRole("navigation", { name: "Libraries" }).getByRole("link").first()).toBeVisible();
    await expect(theirs.getByRole("link", { name: library.name })).toHaveCount(sees);
  }
  await context.close();
});

test.describe("a member", () => {
  test.use({ role: "member" });

  test("keeps a private library of their own, which no one else sees", async ({ page, desk, person }) => {
    await page.goto("/settings");
    await page.getByRole("button", { name: "New private library" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill(`Notes of ${person.name}`);
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();

    await expect(page.getByRole("heading", { level: 1, name: `Notes of ${person.name}` })).toBeVisible();
    await expect(page.getByText("Only you")).toBeVisible();
    await expect(page.getByRole("button", { name: "Upload files" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Library" })).toBeVisible();
    const all = await desk.administrator.client.library.list.query();
    expect(all.map(({ name }) => name)).not.toContain(`Notes of ${person.name}`);
  });

  test("reads a library that they do not keep without a way to change or download it", async ({
    page,
    desk,
    library,
    person,
  }) => {
    const documentId = await library.add("shed.md", "# Shed\n\nThe shed is behind the house.");
    const { client } = desk.administrator;
    const own = await person.client.library.create.mutate({ name: `Own of ${person.name}`, visibility: "private" });
    await client.sharing.set.mutate({
      id: library.id,
      visibility: "company",
      mayDownload: false,
      people: [],
      groups: [],
    });

    await page.goto(`/document/${documentId}`);
    await expect(page.getByRole("article")).toContainText("The shed is behind the house.");
    await expect(page.getByText("For reading only, not for download")).toBeVisible();
    await expect(page.getByRole("link", { name: "Download" })).toHaveCount(0);

    await page.goto(`/library/${library.id}`);
    await expect(page.getByRole("link", { name: "Shed" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Upload files" })).toHaveCount(0);
    await expect(page.getByRole("checkbox")).toHaveCount(0);
    await page.goto(`/library/${own.id}`);
    await expect(page.getByRole("button", { name: "Upload files" })).toBeVisible();
  });
});

test("a document restricted to a group is marked, and gone for everybody else", async ({
  page,
  desk,
  library,
  browser,
}) => {
  const documentId = await library.add("pay.md", "# Pay\n\nThe pay bands.");
  const outside = await newPerson(desk.url, desk.administrator.client, "member");
  await desk.administrator.client.group.create.mutate({ name: `Payroll ${library.name}` });

  await page.goto(`/library/${library.id}`);
  await page.getByRole("checkbox", { name: "Select “Pay”" }).check();
  await page.getByRole("button", { name: "Restrict to groups" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Of those, only members of these groups" }).check();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "Choose groups" }).fill(`Payroll ${library.name}`);
  await page
    .locator(".ant-select-item-option")
    .filter({ hasText: `Payroll ${library.name}` })
    .click();
  // the list of groups stays open for more
  await dialog.getByText("Who may read this document").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Pay" })).toContainText("Some groups only");

  const context = await browser.newContext({ baseURL: desk.url, locale: "en-GB" });
  await context.addCookies([{ ...outside.cookie, url: desk.url }]);
  const theirs = await context.newPage();
  await theirs.goto(`/document/${documentId}`);
  await expect(theirs.getByText("This document does not exist any more")).toBeVisible();
  await context.close();

  await page.goto(`/document/${documentId}`);
  await expect(page.getByText("Some groups only")).toBeVisible();
  await page.getByRole("button", { name: "Restrict to groups" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "All who read the library" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Some groups only")).toHaveCount(0);
});

test("an administrator hands over a private library without reading it", async ({ page, desk }) => {
  const { client, name } = await newPerson(desk.url, desk.administrator.client, "member");
  await client.library.create.mutate({ name: `Left by ${name}`, visibility: "private" });
  const heir = await newPerson(desk.url, desk.administrator.client, "member");

  await page.goto("/settings?section=people");
  await page.getByRole("button", { name: `Owners of Left by ${name}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Add an owner" }).fill(heir.name);
  await page.locator(".ant-select-item-option").filter({ hasText: heir.name }).click();
  await dialog.getByRole("button", { name: `Remove ${name}` }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();

  expect((await heir.client.library.list.query()).map((one) => one.name)).toContain(`Left by ${name}`);
  expect((await client.library.list.query()).map((one) => one.name)).not.toContain(`Left by ${name}`);
});
