import { retrievalServer } from "../fakes/retrieval-server.ts";
import { expect, test } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";

test("an administrator connects the model that finds, watches the index change, and tries the model that ranks", async ({
  page,
}) => {
  await using server = await retrievalServer();
  await page.goto("/settings?section=model");
  const finding = page.getByRole("region", { name: "The model that finds" });
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible();
  await finding.getByLabel("Address").fill(server.baseUrl);
  await finding.getByLabel("Model", { exact: true }).fill("bge-m3");

  await finding.getByRole("button", { name: "Test the connection" }).click();
  await expect(finding.getByText(/Vectors have 32 dimensions/)).toBeVisible();
  await finding.getByRole("button", { name: "Connect and rebuild the index" }).click();
  await expect(finding.getByText("Using bge-m3 (32 dimensions)")).toBeVisible({ timeout: 60_000 });

  server.strike([{ type: "status", status: 401 }], true);
  const ranking = page.getByRole("region", { name: "The model that ranks" });
  await ranking.getByLabel("Address").fill(server.baseUrl);
  await ranking.getByLabel("Model", { exact: true }).fill("bge-reranker");
  await ranking.getByRole("button", { name: "Test the connection" }).click();
  await expect(ranking.getByText("The server does not accept the key. Correct it.")).toBeVisible();
  server.strike([]);
  await ranking.getByRole("button", { name: "Save" }).click();
  await expect(ranking.getByText("Using bge-reranker")).toBeVisible();

  await ranking.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(ranking.getByText("Passages are not ranked again.")).toBeVisible();
  await finding.getByRole("button", { name: "Search by words alone" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Search by words alone" }).click();
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible({ timeout: 60_000 });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("models on this machine can be fetched, and what is wrong is said", async ({ page }) => {
        await page.goto("/settings?section=model");
        const finding = page.getByRole("region", { name: /The model that finds|查找用的模型/ });
        await finding.getByText(/^(On this machine|本机)$/).click();
        await finding
          .getByRole("button", { name: /^(Fetch|Try again|下载|重试) Xenova\/multilingual-e5-small$/ })
          .click();
        await expect(finding.getByRole("alert")).toContainText(/hub cannot be reached|连不上模型站/);

        await finding.scrollIntoViewIfNeeded();
        const faults = await faultsInEachShade(page, "models on this machine");
        await takePictures(page, "models-local", language);
        expect(faults).toEqual({});
        await page.getByRole("region", { name: /The model that ranks|重排用的模型/ }).scrollIntoViewIfNeeded();
        await takePictures(page, "models-ranking", language);
      });
    });
  }
}
