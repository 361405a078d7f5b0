import type { Locator } from "@playwright/test";
import { useModelAt } from "../connect-model.ts";
import { ask, expect, test as base, turn } from "../browser/desk.ts";
import { locales, takePictures } from "../browser/look.ts";
import { languageModel, prepareLanguageModel, serveLanguageModel, type LanguageServer } from "./language-model.ts";
import { e5 } from "./real-models.ts";

interface Fixtures {
  /** What every answer matches, in the words of llama.cpp. */
  grammar: string;
  /** Serves the model that the desk answers with. */
  server: LanguageServer;
}

/** One sentence of the model's own, and the passage that it names for it: so small a model forgets to now and then. */
const cites = String.raw`root ::= part{1,300} ("." | "。")? " [" [1-8] "]"
part ::= [^\[\]<>\n。.] | "." [a-z]`;
/** Stands under an answer that is whole. */
const foot = ".turn-foot";
const endless = String.raw`root ::= ([a-z ,]{200}){50}`;

/** A real language model answers and a real embedder finds, for all tests here. */
const test = base.extend<Fixtures, { embedder: void }>({
  embedder: [
    async ({ desk }, use) => {
      await useModelAt(desk.administrator.client, "embed", { provider: "onnx", model: e5 });
      await use();
    },
    { scope: "worker", auto: true, timeout: 180_000 },
  ],

  grammar: [cites, { option: true }],

  server: async ({ desk, grammar }, use) => {
    await using server = await serveLanguageModel(await prepareLanguageModel(), { grammar });
    const { client } = desk.administrator;
    await useModelAt(client, "chat", { baseUrl: server.baseUrl, model: languageModel });
    await use(server);
    await client.model.use.mutate({ use: "chat", id: null });
  },
});

test.skip(!process.env["DOCENT_MODELS"], "The models cannot be had here.");

for (const { language, question, refused, written, cited } of [
  {
    language: "en",
    question: "Which file formats can I add?",
    refused: "How do I bake a chocolate cake?",
    written: /[a-z]{3}/,
    cited: /Show source/,
  },
  {
    language: "zh",
    question: "可以添加哪些格式的文件？",
    refused: "怎么烤巧克力蛋糕？",
    written: /\p{Script=Han}{2}/u,
    cited: /查看出处/,
  },
] as const) {
  test.describe(`in ${language === "zh" ? "Chinese" : "English"}`, () => {
    test.use({ locale: locales[language] });

    test("an answer from the documents is seen while it is written, and names its passage", async ({
      page,
      server,
    }) => {
      await page.goto("/");

      await ask(page, question);
      const answer = turn(page, question);
      const lengths = await growth(answer);

      await takePictures(page, "real-answer", language);
      expect(lengths.length).toBeGreaterThan(5);
      await expect(answer).toContainText(written);
      await expect(answer).toContainText(languageModel);
      expect(server.did()).toEqual({ asked: 1, stopped: 0, underway: 0 });
      await answer.getByRole("button", { name: cited }).first().click();
      await takePictures(page, "real-citation", language);
    });

    test("what the documents do not tell is refused, and the model is not asked", async ({ page, server }) => {
      await page.goto("/");

      await ask(page, refused);
      await expect(turn(page, refused).locator(foot)).toBeVisible();

      expect(server.did().asked).toBe(0);
    });
  });
}

test.describe("an answer without an end", () => {
  test.use({ grammar: endless });

  test("is seen while it is written, and the stop button stops the model and keeps what it wrote", async ({
    page,
    server,
  }) => {
    const question = "Which file formats can I add?";
    await page.goto("/");
    await ask(page, question);
    const answer = turn(page, question);
    await expect(answer).toContainText(/[a-z ,]{100}/);
    expect(server.did().underway).toBe(1);

    await page.getByRole("button", { name: "Stop answering" }).click();

    await expect(answer).toContainText("Stopped. This is what was written until then.");
    await expect.poll(() => server.did()).toEqual({ asked: 1, stopped: 1, underway: 0 });
    await page.reload();
    await expect(answer).toContainText(/[a-z ,]{100}/);
    await expect(answer).toContainText("Stopped. This is what was written until then.");
  });

  test("is written on while the page is reloaded", async ({ page, server }) => {
    const question = "How do I back up the data?";
    await page.goto("/");
    await ask(page, question);
    const answer = turn(page, question);
    await expect(answer).toContainText(/[a-z ,]{100}/);

    await page.reload();

    await expect(page.getByRole("button", { name: "Stop answering" })).toBeVisible();
    await expect(answer).toContainText(/[a-z ,]{200}/);
    expect(server.did()).toEqual({ asked: 1, stopped: 0, underway: 1 });
    await page.getByRole("button", { name: "Stop answering" }).click();
    await expect.poll(() => server.did().underway).toBe(0);
  });
});

/** The lengths that an answer has until it is whole. */
async function growth(answer: Locator): Promise<number[]> {
  await expect(answer).toBeVisible();
  return answer.evaluate(
    (element, foot) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        const look = () => {
          const { length } = element.textContent;
          if (length !== lengths.at(-1)) lengths.push(length);
          if (!element.querySelector(foot)) return;
          observer.disconnect();
          resolve(lengths);
        };
        const observer = new MutationObserver(look);
        observer.observe(element, { subtree: true, childList: true, characterData: true });
        look();
      }),
    foot,
  );
}
