import { lettersIn } from "../letters.ts";
import { expect, test, type Desk } from "./desk.ts";
import { faultsIn, faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import { newPerson } from "./person.ts";

const chosen = "a password of my own";

async function linkFor(desk: Desk, email: string): Promise<string> {
  const place = await desk.administrator.client.mail.place.query();
  const folder = "path" in place ? place.path : "";
  let link = "";
  await expect
    .poll(async () => {
      const letter = (await lettersIn(folder)).findLast(({ to }) => to === email);
      link = /https?:\/\/\S+#\S+/.exec(letter?.text ?? "")?.[0] ?? "";
      return link;
    })
    .not.toBe("");
  return link;
}

test.describe("whoever looks after the companies", () => {
  test.beforeEach(async ({ context, desk }) => {
    await context.addCookies([{ ...desk.administrator.cookie, url: desk.url }]);
  });

  test("adds a company, shuts it, opens it again and deletes it for good", async ({ page, browser, desk }) => {
    test.setTimeout(120_000);
    await page.goto("/");
    await page.getByRole("button", { name: "Menu of Administrator" }).click();
    await page.getByRole("menuitem", { name: "Companies" }).click();
    await page.getByRole("button", { name: "Add a company" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name of the company").fill("Harbour");
    await dialog.getByLabel("E-mail of its first administrator").fill("boss@harbour.example");
    expect(await faultsIn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Add a company" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "Harbour" });
    await expect(row).toContainText("0 people");

    const context = await browser.newContext({ baseURL: desk.url, locale: "en-GB" });
    const theirs = await context.newPage();
    await theirs.goto(await linkFor(desk, "boss@harbour.example"));
    await expect(theirs.getByRole("main")).toContainText("Harbour invites you");
    await theirs.getByLabel("Name").fill("Boss");
    await theirs.getByLabel("Password", { exact: true }).fill(chosen);
    await theirs.getByLabel("New password again").fill(chosen);
    await theirs.getByRole("button", { name: "Join" }).click();
    await expect(theirs.getByRole("heading", { name: "There are no documents yet" })).toBeVisible();
    await theirs.goto("/companies");
    await expect(theirs).toHaveURL(`${desk.url}/`);

    await page.reload();
    await expect(row).toContainText("1 person");
    await row.getByRole("button", { name: "What to do with “Harbour”" }).click();
    await page.getByRole("menuitem", { name: "Suspend" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await expect(row).toContainText("Suspended");
    await theirs.goto("/settings");
    await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row).toContainText("Active");

    await row.getByRole("button", { name: "What to do with “Harbour”" }).click();
    await page.getByRole("menuitem", { name: "Delete for good" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Go on deleting" }).click();
    await page.getByRole("dialog").getByLabel("Type “Harbour” to confirm").fill("Harbor");
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByRole("dialog")).toContainText("That is not how it stands in the list.");
    await page.getByRole("dialog").getByLabel("Type “Harbour” to confirm").fill("Harbour");
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await expect(row).toHaveCount(0, { timeout: 20_000 });
    await context.close();
  });
});

test("an administrator deletes a person for good, and the log says so", async ({ page, desk, person }) => {
  const leaver = await newPerson(desk.url, person.client, "member");
  await page.goto("/settings?section=people");
  await page.getByRole("button", { name: `Delete ${leaver.name}`, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Conversations: 0");
  expect(await faultsIn(page)).toEqual([]);
  await dialog.getByRole("textbox").fill(leaver.name);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: leaver.email })).toHaveCount(0);

  await page.goto("/settings?section=audit");
  await expect(page.getByRole("main")).toContainText(`${person.name} deleted somebody for good`);
});

for (const language of languages) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test.describe(`${language} ${width}`, () => {
      test.use({ locale: locales[language], viewport: { width, height } });

      test("the companies and what is done with them are free of accessibility faults and have their picture taken", async ({
        page,
        context,
        desk,
        person,
      }) => {
        test.setTimeout(180_000);
        await context.addCookies([{ ...desk.administrator.cookie, url: desk.url }]);
        const { client } = desk.administrator;
        const email = `boss.${language}.${width}@subsidiary.example`;
        const name = `A company with a rather long name, ${language} ${width}`;
        const { id } = await client.company.create.mutate({ name, email, language });
        await client.company.suspend.mutate({ id });
        const found: Record<string, string[]> = {};
        const look = async (picture: string) => {
          Object.assign(found, await faultsInEachShade(page, picture));
          await takePictures(page, picture, language);
        };
        await page.goto("/companies");
        const row = page.getByRole("listitem").filter({ hasText: name });
        await expect(row).toBeVisible();
        await look("companies");
        await page.getByRole("button", { name: /Add a company|添加公司/ }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await look("company-add");
        await page.keyboard.press("Escape");
        await row.getByRole("button").click();
        await look("company-menu");
        await page.getByRole("menuitem", { name: /Delete for good|永久删除/ }).click();
        await page
          .getByRole("dialog")
          .getByRole("button", { name: /Go on|继续/ })
          .click();
        await expect(page.getByRole("dialog").getByRole("textbox")).toBeVisible();
        await look("company-remove");
        await client.company.remove.mutate({ id, name });

        await page.goto("/settings?section=people");
        await page.getByRole("button", { name: new RegExp(`^(Delete|删除) ${person.name}$`) }).click();
        await expect(page.getByRole("dialog")).toContainText(/Conversations: 0|对话 0/);
        await look("person-remove");
        await page.goto("/settings?section=audit");
        await expect(page.getByRole("listitem").nth(3)).toBeVisible();
        await look("audit-sentences");
        await page.goto("/settings");
        await page.getByRole("heading", { name: /My data|我的数据/ }).scrollIntoViewIfNeeded();
        await look("own-data");
        expect(found).toEqual({});
      });
    });
  }
}
