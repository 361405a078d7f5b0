import { readFile } from "node:fs/promises";
import { newId } from "@docent/core/id";
import { expect, test } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client } from "./person.ts";

/** Asks something that the documents do not say, and waits for the answer. */
async function askInVain(client: Client): Promise<void> {
  const conversationId = newId("conversation");
  const runId = newId("run");
  await client.chat.ask.mutate({ conversationId, runId, question: "Who won the chess tournament in Reykjavik?" });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toMatch(/finished|failed/);
  await client.feedback.rate.mutate({ runId, thumb: "down" });
}

test("somebody sees how the desk is doing, of one library too, as pictures, as a table and as a file", async ({
  page,
  person,
  library,
}) => {
  await library.add("rules.md", "# Rules of the pool\n\nNo running beside the pool.");
  await library.add("broken.pdf", "%PDF-1.7 and nothing that a reader takes");
  await askInVain(person.client);
  await page.goto("/");
  await page.getByRole("link", { name: "Health", exact: true }).click();
  const days = page.getByRole("region", { name: "Questions by day" });
  await days.getByText("Show as a table").click();
  await expect(days.getByRole("row")).toHaveCount(31);
  await expect(days.getByRole("columnheader", { name: "Refused" })).toBeVisible();

  await page.getByRole("radio", { name: "7 days" }).locator("..").click();
  await expect(page).toHaveURL(/days=7/);
  await expect(days.getByRole("row")).toHaveCount(8);

  await page.goto(`/health?library=${library.id}`);
  await expect(page.getByText("Nobody asked in this period")).toBeVisible();
  const never = page.getByRole("region", { name: "Documents never found" });
  await expect(never.getByRole("link", { name: "Rules of the pool" })).toBeVisible();
  const incoming = page.getByRole("region", { name: "Incoming documents" });
  await expect(incoming.getByText("This PDF is damaged", { exact: false })).toBeVisible();
  await expect(page.getByText("They agree.")).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(lines).toHaveLength(31);
});

test("an administrator has the desk checked, and reads what is wrong and what to do", async ({ page, person }) => {
  const place = { provider: "openai" as const, baseUrl: "http://127.0.0.1:9/v1", model: "gone" };
  const { id } = await person.client.model.add.mutate({
    kind: "rerank",
    name: "House ranker",
    place: { ...place, provider: "rerank-api" },
  });
  await person.client.model.use.mutate({ use: "rerank", id });
  await page.goto("/health");
  await page.getByRole("button", { name: "Check now" }).click();
  const check = page.getByRole("region", { name: "Check", exact: true });

  await expect(check.getByText("To be mended: 1.")).toBeVisible({ timeout: 30_000 });
  await expect(check.getByText(/House ranker does not work/)).toBeVisible();
  await expect(check.getByText(/try it there/)).toBeVisible();
  await expect(check.getByText(/All \d+ changes of the tables are applied/)).toBeHidden();
  await check.getByText(/^Fine: \d+$/).click();
  await expect(check.getByText(/All \d+ changes of the tables are applied/)).toBeVisible();

  await person.client.model.use.mutate({ use: "rerank", id: null });
  await person.client.model.remove.mutate({ id });
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(check.getByText(/^(All \d+ checks are fine|Worth a look)/)).toBeVisible({ timeout: 30_000 });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("how the desk is doing is easy to look at and to read aloud", async ({ page, person }) => {
        await askInVain(person.client);
        await page.goto("/health");
        await expect(page.getByText(/The index holds|索引中有/)).toBeVisible();
        await page.getByRole("button", { name: /^(Check now|立即检查)$/ }).click();
        await expect(page.getByRole("button", { name: /^(Check again|再检查一次)$/ })).toBeEnabled({ timeout: 30_000 });
        const closed = page.locator("details:not([open]) > summary");
        while ((await closed.count()) > 0) await closed.first().click();
        const faults = await faultsInEachShade(page, "health");
        await takePictures(page, "health", language);
        await page.getByRole("region", { name: /^(Check|检查)$/ }).evaluate((section) => section.scrollIntoView());
        await takePictures(page, "health-checked", language);
        expect(faults).toEqual({});
      });
    });
  }
}
