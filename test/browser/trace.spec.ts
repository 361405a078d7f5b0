import type { Page } from "@playwright/test";
import { newId } from "@docent/core/id";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { ask, expect, test, turn } from "./desk.ts";
import { faultsIn, faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client } from "./person.ts";
import { useModelAt } from "../connect-model.ts";

const question = "Which file formats can I add?";
const unknown = "Which chess file won the tournament in Reykjavik?";
const answer = "Markdown and PDF files can be added [1]. Submarines surface on moonlit Thursdays [1].";

/** Asks, waits for the end, and gives the id of the run. */
async function asked(client: Client, text: string): Promise<string> {
  const conversationId = newId("conversation");
  const runId = newId("run");
  await client.chat.ask.mutate({ conversationId, runId, question: text });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toBe("finished");
  return runId;
}

const compared = (page: Page) => page.getByRole("status", { name: /What is different|有什么不同/ });

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("sees how an answer came about beside it and on a page, labels it, and replays it with one setting changed", async ({
    page,
    model,
  }) => {
    model.play({ text: answer }, { text: "Only Markdown [1]." });
    await page.goto("/");
    await ask(page, question);
    const answered = turn(page, question);
    await expect(answered.getByText(/does not seem to stand in the passage/)).toBeVisible();
    await page.reload();
    await expect(answered.getByRole("button", { name: /^The cited passage does not seem/ })).toBeVisible();

    await answered.getByRole("button", { name: "How this answer came about" }).click();
    const drawer = page.getByRole("dialog", { name: "How this answer came about" });
    await expect(drawer).toContainText("2 cited sentences, 1 not supported");
    await expect(drawer.getByRole("heading", { name: /Words → passage/ })).toBeVisible();
    expect(await faultsIn(page)).toEqual([]);

    await drawer.getByRole("link", { name: "Open as a page" }).click();
    await expect(page.getByRole("heading", { level: 1, name: question })).toBeVisible();
    await page.getByRole("button", { name: "Right to answer" }).click();
    await expect(page.getByText("Kept as a labelled question")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Right to answer", pressed: true })).toBeVisible();

    await page.getByRole("link", { name: "Run it again with one setting changed" }).click();
    await expect(page.getByRole("radio", { name: /Without vectors/ })).toBeDisabled();
    await page.getByRole("radio", { name: "Without synonyms" }).check();
    await page.getByRole("checkbox", { name: /Answer too/ }).check();
    await expect(page).toHaveURL(/change=synonyms/);
    await page.getByRole("button", { name: "Run it again" }).click();

    await expect(compared(page)).toContainText("The answer has other words");
    await expect(compared(page)).toContainText("The first 8 passages stand as they stood");
    const answers = page.getByRole("region", { name: "Answer" });
    await expect(answers).toContainText("Submarines surface");
    await expect(answers).toContainText("Only Markdown");
  });

  test("replays with another cut, and is told what it changes", async ({ page, person }) => {
    const runId = await asked(person.client, question);
    await page.goto(`/trace/${runId}/replay`);
    await page.getByRole("radio", { name: "Another cut" }).check();
    await page.getByRole("spinbutton", { name: "No reserve from" }).fill("40");
    await page.getByRole("spinbutton", { name: "No answer below" }).fill("50");
    await page.getByRole("spinbutton", { name: "No answer below" }).blur();
    await expect(page.getByRole("alert")).toContainText("the first must not lie above the second");
    await page.getByRole("spinbutton", { name: "No answer below" }).fill("30");
    await page.getByRole("spinbutton", { name: "No answer below" }).blur();
    await page.getByRole("button", { name: "Run it again" }).click();

    await expect(compared(page)).toContainText("30.000 / 40.000");
    await expect(page.getByRole("region", { name: "How well it fits" })).toContainText("missed the cut at 30.000");
    await expect(page).toHaveURL(/hard=30/);
  });

  test("compares the order with and without vectors and a reranker", async ({ page, person, desk }) => {
    test.setTimeout(120_000);
    const { client } = desk.administrator;
    const indexed = () =>
      expect.poll(async () => (await client.generation.status.query()).next, { timeout: 60_000 }).toBeNull();
    await using server = await retrievalServer();
    await useModelAt(client, "embed", { baseUrl: server.baseUrl, model: "bge-m3" });
    await useModelAt(client, "rerank", { provider: "rerank-api", baseUrl: server.baseUrl, model: "bge-reranker" });
    await indexed();
    const runId = await asked(person.client, question);

    await page.goto(`/trace/${runId}`);
    await expect(page.getByText("Reranked by", { exact: false })).toBeVisible();
    await expect(page.getByText(/words \d\.\d+ \+ meaning \d\.\d+/).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Vector → passage" })).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 2400 });
    await takePictures(page, "trace-vectors", "en");
    await page.goto(`/trace/${runId}/replay?change=rerank`);
    await page.getByRole("button", { name: "Run it again" }).click();
    await expect(compared(page)).toContainText(/Of the first 8 passages: \d+ rose/);
    await expect(page.getByRole("region", { name: "Passages found" })).toContainText(/up \d/);
    await page.getByText("Routes, answering and time").click();
    expect(await faultsIn(page)).toEqual([]);
    await takePictures(page, "replay-rerank", "en");
    await page.setViewportSize({ width: 390, height: 3600 });
    await takePictures(page, "replay-rerank", "en");

    await client.model.use.mutate({ use: "rerank", id: null });
    await client.model.use.mutate({ use: "embed", id: null });
    await indexed();
    await page.getByRole("button", { name: "Run it again" }).click();
    await expect(compared(page)).toContainText("something else is not as it was then: the index");
  });

  test("stops a replay whose model is slow, and runs another one", async ({ page, person, model }) => {
    model.play({ text: answer }, { text: "Slowly", fault: { type: "hangs" } });
    const runId = await asked(person.client, question);
    await page.goto(`/trace/${runId}/replay?answer=true`);
    await page.getByRole("button", { name: "Run it again" }).click();
    await expect(page.getByRole("status")).toContainText("Writing");
    await page.getByRole("button", { name: "Stop" }).click();

    await expect.poll(() => model.log.at(-1)?.closed).toBe("client-closed-early");
    await page.getByRole("checkbox", { name: /Answer too/ }).uncheck();
    await page.getByRole("button", { name: "Run it again" }).click();
    await expect(compared(page)).toContainText("Outcome as before: Answered");
  });

  test("is told of a refusal what came nearest and which cut it missed by how much", async ({ page, person }) => {
    const runId = await asked(person.client, unknown);

    await page.goto(`/trace/${runId}`);

    await expect(page.getByText(/missed the cut at \d\.\d+ by \d\.\d+/).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Nearest passages" })).toBeVisible();
    await page.getByRole("button", { name: "Should have answered" }).click();
    await expect(page.getByRole("button", { name: "Should have answered", pressed: true })).toBeVisible();
    await page.getByRole("button", { name: "Should have answered" }).click();
    await expect(page.getByRole("button", { name: "Should have answered", pressed: false })).toBeVisible();
  });
});

test.describe("a member", () => {
  test.use({ role: "member" });

  test("sees neither button nor page", async ({ page, person }) => {
    const runId = await asked(person.client, question);
    await page.goto(`/trace/${runId}/replay`);
    await expect(page.getByRole("textbox", { name: "Ask a question" })).toBeVisible();
    await expect(page).toHaveURL(/\/$/);
  });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 1700 },
    phone: { width: 390, height: 1700 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("a doubtful statement, a trace and a replay are free of accessibility faults", async ({
        page,
        person,
        model,
      }) => {
        model.play({ text: answer }, { text: "Only Markdown [1]." });
        const found: Record<string, string[]> = {};
        const look = async (name: string) => {
          Object.assign(found, await faultsInEachShade(page, name));
          await takePictures(page, name, language);
        };
        await page.goto("/");
        await page.getByRole("textbox", { name: /Ask a question|输入你的问题/ }).fill(question);
        await page.keyboard.press("Enter");
        const doubt = turn(page, question).getByRole("button", { name: /^(The cited passage|引用的段落)/ });
        await expect(doubt).toBeVisible();
        Object.assign(found, await faultsInEachShade(page, "doubt"));
        await doubt.hover();
        await expect(page.getByRole("tooltip")).toBeVisible();
        await takePictures(page, "doubt", language);
        await page.getByRole("button", { name: /^(How this answer came about|这个答案是怎么来的)$/ }).click();
        await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
        await look("trace-drawer");
        const id = (await person.client.conversation.list.query())[0]?.id ?? "";
        const [first] = (await person.client.conversation.get.query({ id })).turns;

        await page.goto(`/trace/${first?.runId}`);
        await expect(page.getByRole("list", { name: /Sources|出处/ })).toBeVisible();
        await look("trace");
        await page.goto(`/trace/${first?.runId}/replay?answer=true&change=cut`);
        await page.getByRole("button", { name: /^(Run it again|再跑一次)$/ }).click();
        await expect(compared(page)).toBeVisible();
        await page.getByText(/^(Settings then and today|当时和现在的设置)$/).click();
        await look("replay");
        await page.goto(`/trace/${await asked(person.client, unknown)}`);
        await expect(page.getByRole("button", { name: /^(Should have answered|本应回答)$/ })).toBeEnabled();
        await look("trace-refused");
        expect(found).toEqual({});
      });
    });
  }
}
