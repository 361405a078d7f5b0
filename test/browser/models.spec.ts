import type { Locator, Page } from "@playwright/test";
import { fakeOpenAi } from "../fakes/openai-server.ts";
import { retrievalServer } from "../fakes/retrieval-server.ts";
import { expect, test } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import type { Client } from "./person.ts";

const settings = "/settings?section=model";

test("an administrator adds a model that finds, watches the index change, and goes back to words alone", async ({
  page,
}) => {
  await using server = await retrievalServer();
  await page.goto(settings);
  const finding = page.getByRole("region", { name: "The model that finds" });
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible();
  const form = await begin(page, "Finds", "OpenAI-compatible server");
  await form.getByLabel("Address").fill(server.baseUrl);
  await form.getByLabel("Model", { exact: true }).fill("bge-m3");
  await form.getByRole("button", { name: "Try", exact: true }).click();
  await expect(form.getByText(/Vectors have 32 dimensions/)).toBeVisible();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();

  await choose(page, finding, /^bge-m3/);
  await buildAndUse(page);
  await expect(finding.getByText("Using bge-m3 (32 dimensions)")).toBeVisible({ timeout: 60_000 });

  await choose(page, finding, /words alone/);
  await buildAndUse(page);
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible({ timeout: 60_000 });
  await remove(page, "bge-m3");
});

test("a change of the index that was over before the page saw it under way shows all the same", async ({
  page,
  person,
}) => {
  await using server = await retrievalServer();
  const place = { provider: "openai", baseUrl: server.baseUrl, model: "quick" } as const;
  const { id } = await person.client.model.add.mutate({ kind: "embed", name: "quick", place });
  await page.goto(settings);
  const finding = page.getByRole("region", { name: "The model that finds" });
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible();

  const switched = async () => (await person.client.generation.status.query()).current.embedder !== null;
  await answeredAcross(page, ["model.status", "generation.status"], switched);
  await choose(page, finding, /^quick/);
  await buildAndUse(page);
  await expect(finding.getByText("Using quick (32 dimensions)")).toBeVisible();

  await choose(page, finding, /words alone/);
  await buildAndUse(page);
  await expect(finding.getByText("Search is by words alone.", { exact: true })).toBeVisible();
  await person.client.model.remove.mutate({ id });
});

test("a model that ranks works as soon as it is saved, is tried in its line, and is not removed while it is in use", async ({
  page,
}) => {
  await using server = await retrievalServer();
  await page.goto(settings);
  const ranking = page.getByRole("region", { name: "The model that ranks" });
  const form = await begin(page, "Ranks", "Server with /rerank");
  await form.getByLabel("Address").fill(server.baseUrl);
  await form.getByLabel("Model", { exact: true }).fill("bge-reranker");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(ranking.getByText("Using bge-reranker")).toBeVisible();

  const entry = page.getByRole("listitem", { name: "bge-reranker" });
  server.strike([{ type: "status", status: 401 }], true);
  await entry.getByRole("button", { name: "Try bge-reranker" }).click();
  await expect(entry.getByText(/refused the key/)).toBeVisible();
  server.strike([]);
  await entry.getByRole("button", { name: "Try bge-reranker" }).click();
  await expect(entry.getByText(/It works/)).toBeVisible();

  await remove(page, "bge-reranker");
  await expect(page.getByText("This model is in use.")).toBeVisible();
  await choose(page, ranking, /^None/);
  await page.getByRole("dialog").getByRole("button", { name: "Change at once" }).click();
  await expect(ranking.getByText("Passages are not ranked again")).toBeVisible();
  await remove(page, "bge-reranker");
  await expect(entry).toBeHidden();
});

test("a key stays when it is left empty, is asked for when the server changes, and can be taken away", async ({
  page,
  desk,
}) => {
  await using server = await fakeOpenAi();
  const { client } = desk.administrator;
  const { id } = await client.model.add.mutate({
    kind: "chat",
    name: "Keyed",
    place: { provider: "openai", baseUrl: server.baseUrl, model: "small" },
    key: { type: "bearer", token: "sk-stored" },
  });
  await page.goto(settings);
  const form = await change(page, "Keyed");
  await expect(form.getByText("A key is stored.")).toBeVisible();
  server.play({ text: "ready" });
  await form.getByRole("button", { name: "Try", exact: true }).click();
  await expect(form.getByText("The model said: ready")).toBeVisible();
  expect(server.log.at(-1)?.headers.authorization).toBe("Bearer sk-stored");

  await form.getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await expect(form.getByText(/enter the key again/)).toBeVisible();
  await form.getByLabel("Address").fill(server.baseUrl);
  await form.getByLabel("Take the stored key away").check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("listitem", { name: "Keyed" })).toContainText("No key");
  await client.model.remove.mutate({ id });
});

test("the contract of a container is written out, and what is wrong with it stands at its field", async ({
  page,
  desk,
}) => {
  await page.goto(settings);
  const form = await begin(page, "Answers", "Amazon SageMaker");
  await form.getByLabel("Region").fill("eu-central-1");
  await form.getByLabel("Name of the endpoint").fill("house");
  await form.getByRole("combobox", { name: "Contract" }).click();
  await option(page, /Write it out/).click();
  await form.getByLabel("Contract as JSON").fill('{"like": "massages"}');
  await form.getByLabel("Name", { exact: true }).fill("Contracted");
  await form.getByLabel(/Have it answer/).uncheck();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText(/None is called "massages"/)).toBeVisible();
  await form.getByLabel("Contract as JSON").fill('{"like": "messages", "stops": ["END"]}');
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("listitem", { name: "Contracted" })).toContainText("house · eu-central-1");

  const { client } = desk.administrator;
  const kept = (await client.model.list.query()).find(({ name }) => name === "Contracted");
  expect(kept?.place).toMatchObject({ contract: { like: "messages", stops: ["END"] } });
  await client.model.remove.mutate({ id: kept?.id ?? "" });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("the catalogue and its forms are easy to look at and to read aloud", async ({ page, desk }) => {
        const { client } = desk.administrator;
        const ids = await furnish(client);
        await page.goto(settings);
        const house = page.getByRole("listitem", { name: "House model" });
        await house.getByRole("button", { name: /^(Try|测试) House model$/ }).click();
        await expect(house.getByRole("status")).toBeVisible({ timeout: 40_000 });
        const faults = await faultsInEachShade(page, "catalogue");
        await takePictures(page, "models", language);
        await house.scrollIntoViewIfNeeded();
        await takePictures(page, "models-catalogue", language);

        const form = await change(page, "House model");
        Object.assign(faults, await faultsInEachShade(page, "form"));
        await takePictures(page, "models-form", language);
        await form.getByRole("group", { name: /Temperature|温度/ }).scrollIntoViewIfNeeded();
        await takePictures(page, "models-dials", language);
        await page.keyboard.press("Escape");
        await expect(form).toBeHidden();

        await page
          .getByRole("button", { name: /^(Add a model|添加模型)$/ })
          .last()
          .click();
        await expect(page.getByRole("dialog").getByText(/DeepSeek/)).toBeVisible();
        Object.assign(faults, await faultsInEachShade(page, "start"));
        await takePictures(page, "models-start", language);
        await page
          .getByRole("dialog")
          .getByText(/^(Finds|查找)$/)
          .click();
        await page
          .getByRole("dialog")
          .getByRole("button", { name: /^(On this machine|本机)/ })
          .click();
        const local = page.getByRole("dialog");
        await local
          .getByRole("button", { name: /^(Fetch|Try again|下载|重试) Xenova\/multilingual-e5-small$/ })
          .click();
        await expect(local.getByRole("alert")).toContainText(/hub cannot be reached|连不上模型站/);
        Object.assign(faults, await faultsInEachShade(page, "on this machine"));
        await takePictures(page, "models-local", language);
        for (const id of ids) await client.model.remove.mutate({ id });
        expect(faults).toEqual({});
      });
    });
  }
}

/** Models of several kinds and places. Gives their ids. */
async function furnish(client: Client): Promise<string[]> {
  const bedrock = { provider: "bedrock", region: "eu-central-1", model: "eu.amazon.nova-lite-v1:0" } as const;
  const added = [
    await client.model.add.mutate({
      kind: "chat",
      name: "House model",
      place: { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "qwen3-8b" },
      key: { type: "bearer", token: "sk-1" },
      abilities: { sees: true, contextTokens: 128_000, dials: { topK: null, temperature: { min: 0, max: 1 } } },
      price: { input: 0.3, output: 1.2 },
    }),
    await client.model.add.mutate({ kind: "chat", name: "Bedrock, Frankfurt", place: bedrock }),
    await client.model.add.mutate({
      kind: "rerank",
      name: "bge-reranker-v2-m3",
      place: { provider: "onnx", model: "Xenova/bge-reranker-base" },
    }),
  ];
  return added.map(({ id }) => id);
}

/** Opens the form for a new model. */
async function begin(page: Page, kind: string, point: string): Promise<Locator> {
  await page.getByRole("button", { name: "Add a model" }).last().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(kind, { exact: true }).click();
  await drawer.getByRole("button", { name: point }).click();
  return drawer;
}

async function change(page: Page, name: string): Promise<Locator> {
  await act(page, name, /^(Edit|编辑)$/);
  return page.getByRole("dialog");
}

async function remove(page: Page, name: string): Promise<void> {
  await act(page, name, /^(Remove|删除)$/);
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
}

async function act(page: Page, name: string, what: RegExp): Promise<void> {
  const entry = page.getByRole("listitem", { name, exact: true });
  await entry.getByRole("button", { name: /More for|更多操作/ }).click();
  await page.getByRole("menuitem", { name: what }).click();
}

async function choose(page: Page, card: Locator, what: RegExp): Promise<void> {
  await card.getByRole("combobox").click();
  await option(page, what).click();
}

/** Of the list that is open: the one for screen readers beside it holds only some. */
function option(page: Page, what: RegExp): Locator {
  return page.locator(".ant-select-item-option:visible").filter({ hasText: what });
}

/** Whether libraries have test cases or not, which other tests may have left. */
async function buildAndUse(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /^Wait when it is complete/ }).uncheck();
  await dialog.getByRole("button", { name: "Build the new index" }).click();
}

/** Of two queries that the page next sends together, the first is answered before `change` has come true, the second after. */
async function answeredAcross(page: Page, [before, after]: [string, string], change: () => Promise<boolean>) {
  const together = (url: URL) => url.pathname.startsWith("/trpc/") && [before, after].every((name) => namesIn(url).includes(name)); // prettier-ignore
  await page.route(
    together,
    async (route) => {
      const names = namesIn(new URL(route.request().url()));
      const early = (await (await route.fetch()).json()) as unknown[];
      await expect.poll(change).toBe(true);
      const response = await route.fetch();
      const late = (await response.json()) as unknown[];
      await route.fulfill({ response, json: names.map((name, at) => (name === after ? late : early)[at]) });
    },
    { times: 1 },
  );
}

function namesIn({ pathname }: URL): string[] {
  return pathname.slice("/trpc/".length).split(",");
}
