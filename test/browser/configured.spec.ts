import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDesk } from "./desk-process.ts";
import { expect, test as base } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import { firstPerson } from "./person.ts";

const model = {
  id: "house",
  kind: "chat",
  name: "House model",
  place: { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "house-7b" },
  abilities: { contextTokens: 32_768 },
  price: { currency: "EUR", input: 1, output: 2 },
};

/** A desk of these tests' own, whose models stand in a file. */
const test = base.extend({
  desk: [
    async ({ companyName }, use) => {
      const folder = await mkdtemp(join(tmpdir(), "docent-catalogue-"));
      process.env["DOCENT_CATALOGUE"] = join(folder, "models.json");
      await writeFile(process.env["DOCENT_CATALOGUE"], JSON.stringify({ models: [model] }));
      await using desk = await startDesk();
      const { url } = desk;
      const administrator = await firstPerson(url, companyName, new URL(desk.setUpUrl).hash.slice(1));
      await administrator.client.model.add.mutate({
        kind: "chat",
        name: "Added model",
        place: { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "added" },
      });
      await use({ url, administrator });
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

test("a model from the configuration is copied, but not changed or removed", async ({ page }) => {
  await page.goto("/settings?section=model");
  const entry = page.getByRole("listitem", { name: "House model" });
  await expect(entry).toContainText("From configuration");
  await entry
    .getByRole("button", { name: /House model/ })
    .last()
    .click();

  await expect(page.getByRole("menuitem")).toHaveCount(1);
  await expect(page.getByRole("menuitem")).toContainText(/copy|duplicate/i);
  await page.keyboard.press("Escape");
  expect(await faultsInEachShade(page, "a configured model")).toEqual({});
});

for (const language of languages)
  for (const width of [1440, 390])
    test.describe(`in ${language}, ${width} wide`, () => {
      test.use({ locale: locales[language], viewport: { width, height: 900 } });

      test("looks right", async ({ page }) => {
        await page.goto("/settings?section=model");
        const entry = page.getByRole("listitem", { name: "House model" });
        await entry.scrollIntoViewIfNeeded();
        await takePictures(page, "configured", language);
        await page.getByRole("listitem", { name: "Added model" }).getByRole("button").last().click();
        await page.getByRole("menuitem").first().click();
        const calls = page.getByRole("checkbox", { name: /function calling|函数调用/ });
        await calls.scrollIntoViewIfNeeded();
        await expect(calls).toBeChecked();
        await takePictures(page, "configured-abilities", language);
      });
    });
