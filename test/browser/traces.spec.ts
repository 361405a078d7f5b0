import { readFile } from "node:fs/promises";
import { newId } from "@docent/core/id";
import { expect, test } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client } from "./person.ts";

/** Asks something that the documents do not say, and finds it unhelpful. */
async function askInVain(client: Client, question: string): Promise<string> {
  const conversationId = newId("conversation");
  const runId = newId("run");
  await client.chat.ask.mutate({ conversationId, runId, question });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toMatch(/finished|failed/);
  await client.feedback.rate.mutate({ runId, thumb: "down" });
  return runId;
}

test("an editor narrows the questions down to what went wrong, opens one, and exports them", async ({
  page,
  person,
}) => {
  const question = `Who won the ${newId("run")} tournament in Reykjavik?`;
  const runId = await askInVain(person.client, question);
  await page.goto("/tune");
  await page.getByRole("link", { name: "Questions asked" }).click();
  await page.getByRole("textbox", { name: "Words of the question" }).fill(question);
  await expect(page).toHaveURL(/text=/);
  await expect(page.getByRole("link", { name: question })).toBeVisible();
  await expect(page.getByRole("main").getByText("1", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Answered with care/ }).click();
  await expect(page.getByText("No question fits these filters")).toBeVisible();
  await page.getByRole("button", { name: /^Refused/ }).click();
  await expect(page.getByText("Not helpful")).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export JSON lines" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msgid: runId, reply_strategy: "refused", feedback: "down" });

  await page.getByRole("link", { name: question }).click();
  await expect(page).toHaveURL(new RegExp(`/trace/${runId}`));
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("questions asked are easy to look at and to read aloud", async ({ page, person }) => {
        await askInVain(person.client, "Who won the chess tournament in Reykjavik?");
        await page.goto("/tune/traces");
        await expect(
          page
            .locator("main li")
            .getByRole("link", { name: /Reykjavik/ })
            .first(),
        ).toBeVisible();
        const faults = await faultsInEachShade(page, "traces");
        await takePictures(page, "traces", language);
        await page.goto("/tune/traces?text=zzzz");
        await expect(page.getByText(/No question fits|没有符合条件/)).toBeVisible();
        Object.assign(faults, await faultsInEachShade(page, "traces-none"));
        await takePictures(page, "traces-none", language);
        expect(faults).toEqual({});
      });
    });
  }
}
