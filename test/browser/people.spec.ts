import { join } from "node:path";
import { lettersIn } from "../letters.ts";
import { oidcServer } from "../fakes/oidc-server.ts";
import { choose, expect, test } from "./desk.ts";
import { faultsIn, faultsInEachShade, languages, locales, takePictures } from "./look.ts";

const chosen = "a password of my own";

async function linkIn(folder: string, email: string): Promise<string> {
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

async function letters(client: { mail: { place: { query(): Promise<{ kind: string; path?: string }> } } }) {
  const place = await client.mail.place.query();
  return place.path ?? join("nowhere");
}

test("people are invited by mail, join by the link, and stand in the list", async ({ page, browser, desk }) => {
  const folder = await letters(desk.administrator.client);
  await page.goto("/settings?section=people");
  await page.getByRole("button", { name: "Invite by mail" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail addresses").fill("not an address");
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  await expect(dialog).toContainText("“not” is no e-mail address.");
  await dialog.getByLabel("E-mail addresses").fill("vera@example.org, otto@example.org");
  expect(await faultsIn(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "vera@example.org" })).toContainText(
    "Invited, valid until",
  );

  const context = await browser.newContext({ baseURL: desk.url, locale: "en-GB" });
  const theirs = await context.newPage();
  await theirs.goto(await linkIn(folder, "vera@example.org"));
  await expect(theirs.getByLabel("E-mail")).toHaveValue("vera@example.org");
  expect(await faultsIn(theirs)).toEqual([]);
  await theirs.getByLabel("Name").fill("Vera");
  await theirs.getByLabel("Password", { exact: true }).fill(chosen);
  await theirs.getByLabel("New password again").fill(chosen);
  await theirs.getByRole("button", { name: "Join" }).click();
  await expect(theirs.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "vera@example.org" })).toContainText("Active");
  await page.getByRole("button", { name: "Withdraw the invitation of otto@example.org" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "otto@example.org" })).toHaveCount(0);
});

test("a key is shown once, and is gone when it is revoked", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What it is for").fill("Reports");
  await dialog.getByRole("checkbox", { name: "Read libraries" }).check();
  expect(await faultsIn(page)).toEqual([]);
  await dialog.getByRole("button", { name: "New key" }).click();
  await expect(dialog.getByRole("textbox", { name: "API keys" })).toHaveValue(/^docent_/);
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "Reports" });
  await expect(line).toContainText("Ask and Read libraries");

  await line.getByRole("button", { name: "Revoke the key “Reports”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(line).toHaveCount(0);
});

test("an administrator reads in the log what was done", async ({ page, person }) => {
  await person.client.group.create.mutate({ name: "Log readers" });
  await page.goto("/settings?section=audit");
  await expect(page.getByRole("listitem").filter({ hasText: "Log readers" })).toContainText(
    "created the group “Log readers”",
  );
  await choose(page.getByRole("combobox", { name: "Person" }), person.name);
  await expect(page.getByRole("listitem").filter({ hasText: "Log readers" })).toBeVisible();
  await person.client.group.remove.mutate({
    id: (await person.client.group.list.query()).find(({ name }) => name === "Log readers")?.id ?? "",
  });
});

test.describe("somebody outside", () => {
  test.use({ role: null });

  test("sets a forgotten password by the link of a letter and signs in with it", async ({ page, person, desk }) => {
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("alert")).toContainText("If this address has an account");

    await page.goto(await linkIn(await letters(desk.administrator.client), person.email));
    await page.getByLabel("New password", { exact: true }).fill(chosen);
    await page.getByLabel("New password again").fill(chosen);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password").fill(chosen);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
  });

  test("whose password an administrator set chooses another one first", async ({ page, desk }) => {
    const email = "firsttime@example.org";
    const password = "set by somebody else";
    await desk.administrator.client.user.create.mutate({ name: "First Time", email, role: "member", password });
    await page.goto("/library");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
    expect(await faultsIn(page)).toEqual([]);
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password", { exact: true }).fill(chosen);
    await page.getByLabel("New password again").fill(chosen);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
  });

  test("signs in by another service, which an administrator has added", async ({ page, desk }) => {
    const { client } = desk.administrator;
    await using service = await oidcServer(`${desk.url}/api/auth/oidc/callback`);
    const { issuer, client: own } = service;
    const settings = { name: "Staff", issuer, clientId: own.id, clientSecret: own.secret, allowPrivate: true };
    const { id } = await client.identityProvider.add.mutate({ ...settings, admits: true });
    service.isNow({ sub: "1", email: "by.service@example.org", email_verified: true, name: "By Service" });
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Sign in with Staff" }).click();
    await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Menu of By Service" })).toBeVisible();
    await client.identityProvider.remove.mutate({ id });
  });
});

for (const language of languages) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test.describe(`${language} ${width}`, () => {
      test.use({ locale: locales[language], viewport: { width, height } });

      test("the pages of accounts are free of accessibility faults and have their picture taken", async ({
        page,
        person,
        context,
      }) => {
        test.setTimeout(120_000);
        await person.client.apiKey.create.mutate({ name: "Reports", scopes: ["ask", "read"], days: 90 });
        const emails = ["kurt@example.org", "a.very.long.name.of.somebody@subsidiary.example.org"];
        await person.client.invitation.invite.mutate({ emails, role: "editor", language });
        await person.client.signUp.setDomains.mutate({ domains: ["company.example"] });
        const found: Record<string, string[]> = {};
        const look = async (name: string, address: string, needle: RegExp) => {
          await page.goto(address);
          await expect(page.getByRole("main")).toContainText(needle);
          Object.assign(found, await faultsInEachShade(page, name));
          await takePictures(page, name, language);
        };
        await look("people-invited", "/settings?section=people", /kurt@/);
        await look("account-keys", "/settings", /Reports/);
        await look("access", "/settings?section=access", /Reports/);
        await page.getByRole("button", { name: /Add a service|添加登录服务/ }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await page.getByRole("button", { name: /Add a rule|添加一条/ }).click();
        Object.assign(found, await faultsInEachShade(page, "service"));
        await takePictures(page, "service", language);
        await look("audit", "/settings?section=audit", /company\.example/);
        await context.clearCookies();
        await look("sign-in-ways", "/sign-in", /Forgot|忘记/);
        await look("forgot", "/forgot", /link|链接/);
        await look("sign-up", "/sign-up", /code|验证码/);
        await look("join-gone", "/join#gone", /not valid|失效/);
        await look("reset", "/reset#gone", /signed out|退出/);
        await person.client.signUp.setDomains.mutate({ domains: [] });
        for (const { id } of await person.client.invitation.list.query())
          await person.client.invitation.withdraw.mutate({ id });
        expect(found).toEqual({});
      });
    });
  }
}
