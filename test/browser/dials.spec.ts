import type { Locator, Page } from "@playwright/test";
import type { FakeOpenAi } from "../fakes/openai-server.ts";
import { ask, expect, test as base, turn, type Desk } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";

type Abilities = NonNullable<Parameters<Desk["administrator"]["client"]["model"]["add"]["mutate"]>[0]["abilities"]>;

interface Fixtures {
  /** Adds a model that people may choose, for the length of the test. Gives its id. */
  offer: (name: string, abilities?: Abilities) => Promise<string>;
}

const test = base.extend<Fixtures>({
  offer: async ({ desk, model }, use) => {
    const { client } = desk.administrator;
    const ids: string[] = [];
    await use(async (name, abilities = {}) => {
      const place = { provider: "openai" as const, baseUrl: model.baseUrl, model: name.toLowerCase() };
      const { id } = await client.model.add.mutate({ kind: "chat", name, place, abilities });
      ids.push(id);
      return id;
    });
    const left = new Set((await client.model.list.query()).map(({ id }) => id));
    for (const id of ids) if (left.has(id)) await client.model.remove.mutate({ id });
  },
});

const question = "Which file formats can I add?";
const answer = { text: "Markdown, PDF and Word [1].", pieceLength: 40 };

const models = (page: Page) => page.getByRole("combobox", { name: /^(The model that answers|回答用的模型)$/ });
const gear = (page: Page) => page.getByRole("button", { name: /^(How to answer|回答参数)/ });
const chosen = (page: Page) => page.locator(".model-choice");
const dial = (page: Page, name: string | RegExp) => page.getByRole("spinbutton", { name });
const lastBody = (model: FakeOpenAi) => model.log.at(-1)?.body as unknown as Record<string, unknown>;

test("a conversation goes on with the model chosen for it, and a new one begins with the last choice", async ({
  page,
  model,
  offer,
}) => {
  model.play(answer);
  await offer("Careful");
  await page.goto("/");
  await pick(page, "Careful");
  await ask(page, question);
  await expect(turn(page, question).getByText(/· Careful$/)).toBeVisible();
  expect(lastBody(model)["model"]).toBe("careful");

  await page.reload();
  await expect(chosen(page)).toContainText("Careful");
  await page.goto("/");
  await expect(chosen(page)).toContainText("Careful");
});

test("an answer is asked for again from another model", async ({ page, model, offer }) => {
  model.play(answer);
  await offer("Second opinion");
  await page.goto("/");
  await ask(page, question);
  await expect(turn(page, question).getByText(/· test-model/)).toBeVisible();

  await pick(page, "Second opinion");
  await turn(page, question).getByRole("button", { name: "Answer again" }).click();
  await expect(turn(page, question).getByText(/· Second opinion$/)).toBeVisible();
  expect(lastBody(model)["model"]).toBe("second opinion");
});

test("dials are sent with the questions of a conversation, until they are put back", async ({ page, model }) => {
  model.play(answer);
  await page.goto("/");
  await gear(page).click();
  await dial(page, "Temperature").fill("0.7");
  await dial(page, "Longest answer").fill("200");
  await page.getByRole("combobox", { name: "Stop at" }).fill("END");
  await page.getByRole("combobox", { name: "Stop at" }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(gear(page)).toHaveAccessibleName("How to answer, 3 changed");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("Markdown, PDF and Word");
  expect(lastBody(model)).toMatchObject({ temperature: 0.7, max_tokens: 200, stop: ["END"] });

  await turn(page, question).getByRole("button", { name: "How this answer came about" }).click();
  await expect(page.getByRole("dialog")).toContainText('Temperature 0.7 · Longest answer 200 · Stop at "END"');
  await page.keyboard.press("Escape");

  await gear(page).click();
  await page.getByRole("button", { name: "Temperature: back to the default" }).click();
  await expect(dial(page, "Temperature")).toHaveValue("");
  await page.getByRole("button", { name: "Back to all defaults" }).click();
  await page.keyboard.press("Escape");
  await ask(page, "And which formats of pictures?");
  await expect(turn(page, "And which formats of pictures?")).toContainText("Markdown, PDF and Word");
  expect(lastBody(model)).not.toHaveProperty("max_tokens");
});

test("a dial that the model does not have, or that its server refused, says so and is not sent", async ({
  page,
  model,
  offer,
}) => {
  model.play({ ...answer, refuses: ["presence_penalty"] });
  await offer("Plain", { dials: { topK: null, temperature: { min: 0, max: 1, default: 0.3 } } });
  await page.goto("/");
  await pick(page, "Plain");
  await gear(page).click();
  await expect(dial(page, "Top k")).toBeDisabled();
  await expect(page.getByText("This model does not have it")).toBeVisible();
  await expect(dial(page, "Temperature")).toHaveAttribute("placeholder", "Default 0.3");
  await dial(page, "Temperature").fill("1.8");
  await dial(page, "Presence penalty").fill("0.5");
  await dial(page, "Presence penalty").press("Enter");
  await expect(dial(page, "Temperature")).toHaveValue("1.0");
  await page.keyboard.press("Escape");
  await ask(page, question);
  await expect(turn(page, question)).toContainText("Markdown, PDF and Word");
  expect(lastBody(model)).toMatchObject({ temperature: 1 });
  expect(lastBody(model)).not.toHaveProperty("presence_penalty");

  await gear(page).click();
  await expect(page.getByText("The model's server has refused it")).toBeVisible();
  await expect(dial(page, "Presence penalty")).toBeDisabled();
  await page.keyboard.press("Escape");
  await turn(page, question).getByRole("button", { name: "How this answer came about" }).click();
  await expect(page.getByRole("dialog")).toContainText("Presence penalty (the server refused it)");
});

test("a conversation whose model was removed goes on with the company's, and says so", async ({
  page,
  desk,
  model,
  offer,
}) => {
  model.play(answer);
  const id = await offer("Passing");
  await offer("Staying");
  await page.goto("/");
  await pick(page, "Passing");
  await ask(page, question);
  await expect(turn(page, question).getByText(/· Passing$/)).toBeVisible();
  await desk.administrator.client.model.remove.mutate({ id });

  await page.reload();
  await expect(
    page.getByText(/The model chosen before is not available any more; test-model \d+ answers/),
  ).toBeVisible();
  await ask(page, "Which formats of pictures?");
  await expect(page.getByText("The model that was chosen is gone")).toBeVisible();
  await pick(page, "Staying");
  await expect(page.getByText("The model chosen before is not available any more")).toBeHidden();
});

test.describe("for a member", () => {
  test.use({ role: "member" });

  test("the choice holds no address, and nothing to choose is not shown as a choice", async ({ page, desk, model }) => {
    const { client } = desk.administrator;
    for (const { kind, id, uses } of await client.model.list.query())
      if (kind === "chat" && uses.length === 0) await client.model.remove.mutate({ id });
    model.play(answer);
    const response = page.waitForResponse((response) => response.url().includes("model.choices"));
    await page.goto("/");
    expect(await (await response).text()).not.toContain(model.baseUrl);
    await expect(page.getByText(/^Answered by test-model/)).toBeVisible();
    await expect(models(page)).toBeHidden();
    await expect(gear(page)).toBeVisible();
  });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("the choice of a model and its dials are easy to look at and to read aloud", async ({
        page,
        model,
        offer,
      }) => {
        model.play({ text: "Markdown, PDF, Word [1].", refuses: ["presence_penalty"] });
        await offer("Qwen3 235B", { sees: true });
        await offer("Claude Sonnet, Frankfurt", {
          dials: { topK: null, temperature: { min: 0, max: 1, default: 0.2 } },
        });
        await page.goto("/");
        await models(page).click();
        await expect(option(page, "Qwen3 235B")).toBeVisible();
        const faults = await faultsInEachShade(page, "models");
        await takePictures(page, "dials-models", language);
        await option(page, "Claude Sonnet, Frankfurt").click();

        await gear(page).click();
        await dial(page, /^(Temperature|温度)$/).fill("0.6");
        await dial(page, /^(Presence penalty|存在惩罚)$/).fill("0.5");
        await page.getByRole("combobox", { name: /^(Stop at|停止词)$/ }).fill("END");
        await page.getByRole("combobox", { name: /^(Stop at|停止词)$/ }).press("Enter");
        Object.assign(faults, await faultsInEachShade(page, "dials"));
        await takePictures(page, "dials", language);
        await page.keyboard.press("Escape");
        await expect(dial(page, /^(Temperature|温度)$/)).toBeHidden();
        await ask(page, question);
        await expect(turn(page, question)).toContainText("Markdown, PDF, Word");
        await takePictures(page, "dials-answered", language);

        await gear(page).click();
        const presence = dial(page, /^(Presence penalty|存在惩罚)$/);
        await expect(presence).toBeDisabled();
        await presence.scrollIntoViewIfNeeded();
        Object.assign(faults, await faultsInEachShade(page, "refused"));
        await takePictures(page, "dials-refused", language);
        await page.keyboard.press("Escape");
        await turn(page, question)
          .getByRole("button", { name: /^(How this answer came about|这个答案是怎么来的)$/ })
          .click();
        await page.getByText(/^(Not sent|未发送)$/).scrollIntoViewIfNeeded();
        await takePictures(page, "dials-trace", language);
        expect(faults).toEqual({});
      });
    });
  }
}

async function pick(page: Page, name: string): Promise<void> {
  await models(page).click();
  await option(page, name).click();
}

function option(page: Page, what: string): Locator {
  return page.locator(".ant-select-item-option:visible").filter({ hasText: what });
}
