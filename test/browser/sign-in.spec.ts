import { expect, test } from "./desk.ts";

test.use({ role: null });

test("a wrong password and an unknown address are refused in the same words, and the right one opens the page that was asked for", async ({
  page,
  person,
}) => {
  const fill = async (email: string, password: string) => {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  const refusal = page.getByRole("alert").filter({ hasText: "The e-mail address or the password is not right." });
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await fill(person.email, "not the password");
  await expect(refusal).toBeVisible();
  await page.reload();
  await fill("nobody@example.org", person.password);
  await expect(refusal).toBeVisible();

  await fill(person.email, person.password);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(page).toHaveURL("/settings");
});

test("whoever signs out is asked to sign in again, on every page", async ({ page, person }) => {
  await page.goto("/");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel("Password").press("Enter");

  await page.getByRole("button", { name: `Menu of ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/settings");

  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
