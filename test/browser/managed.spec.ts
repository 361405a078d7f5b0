import { fakeBedrock, type FakeBedrock } from "../fakes/bedrock-server.ts";
import { bedrockSecret, denied } from "../scenarios/bedrock.ts";
import { startDesk } from "./desk-process.ts";
import { ask, expect, turn, test as base } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import { firstPerson } from "./person.ts";

const found = {
  retrieval: {
    passages: [
      {
        content: { type: "TEXT", text: "Whoever becomes a parent may stay at home for twelve weeks." },
        location: { type: "S3", s3Location: { uri: "s3://documents/handbook/leave.pdf" } },
        score: 0.8,
      },
      {
        content: { type: "TEXT", text: "Parents hand in the form for their weeks at home on the intranet." },
        location: { type: "WEB", webLocation: { url: "https://intranet.example/forms/parents" } },
        score: 0.7,
      },
    ],
  },
};

const question = "How many weeks may a parent stay at home?";

/** A desk of these tests' own, for which AWS is on this machine. */
const test = base.extend<object, { bedrock: FakeBedrock }>({
  bedrock: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants to be told what a fixture uses
    async ({}, use) => {
      await using bedrock = await fakeBedrock(found);
      await use(bedrock);
    },
    { scope: "worker" },
  ],
  desk: [
    async ({ bedrock, companyName }, use) => {
      process.env["AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME"] = bedrock.url;
      await using desk = await startDesk();
      const { url } = desk;
      const administrator = await firstPerson(url, companyName, new URL(desk.setUpUrl).hash.slice(1));
      await use({ url, administrator });
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

test("an administrator connects a knowledge base, is told what is wrong, and asks in it", async ({
  page,
  library,
  bedrock,
}) => {
  await page.goto(`/library/${library.id}?show=sources`);
  const section = page.getByRole("region", { name: "Knowledge base at AWS" });
  await expect(section).toBeVisible();
  expect(await faultsInEachShade(page, "no knowledge base")).toEqual({});

  await section.getByRole("button", { name: "Connect a knowledge base" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("The ID of a knowledge base has ten letters and digits.")).toBeVisible();
  await dialog.getByLabel("Knowledge base ID").fill("KB12345678");
  await dialog.getByLabel("Called by right of").click();
  await page.locator(".ant-select-item-option", { hasText: "Access key" }).click();
  await dialog.getByLabel("Access key id").fill("AKIDEXAMPLE");
  await dialog.getByLabel("Secret access key").fill(bedrockSecret);
  bedrock.play({ fault: denied("User is not authorized to perform: bedrock:Retrieve") });
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("bedrock:Retrieve");
  expect(await faultsInEachShade(page, "a knowledge base that is refused")).toEqual({});
  bedrock.play(found);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("handbook/leave.pdf");
  await dialog.getByRole("button", { name: "Save" }).click();

  await expect(section).toContainText("KB12345678 · us-east-1 · 8 passages for each question");
  expect(await faultsInEachShade(page, "a knowledge base")).toEqual({});
  await page.getByText("Documents", { exact: true }).click();
  await expect(page.getByText("The documents of this library are in a knowledge base at AWS")).toBeVisible();

  await page.goto("/");
  await ask(page, question);
  const sources = page.getByRole("complementary", { name: "Sources" });
  await expect(sources).toContainText("leave.pdf");
  await expect(sources).toContainText("s3://documents/handbook/leave.pdf");
  await expect(sources.locator('a[href="https://intranet.example/forms/parents"]')).toHaveAttribute("target", "_blank");
  expect(await faultsInEachShade(page, "an answer out of a knowledge base")).toEqual({});
});

for (const language of languages)
  for (const width of [1440, 390])
    test.describe(`in ${language}, ${width} wide`, () => {
      test.use({ locale: locales[language], viewport: { width, height: 900 } });

      test("looks right", async ({ page, library, person }) => {
        const place = { region: "us-west-2", knowledgeBase: "KB12345678", results: 8 };
        const key = { type: "iam" as const, accessKeyId: "AKIDEXAMPLE", secretAccessKey: bedrockSecret };
        await page.goto(`/library/${library.id}?show=sources`);
        await expect(page.locator(".managed")).toBeVisible();
        await takePictures(page, "managed-none", language);
        await person.client.knowledgeBase.connect.mutate({ libraryId: library.id, place, key });
        await page.reload();
        await expect(page.locator(".managed")).toContainText("KB12345678");
        await takePictures(page, "managed-connected", language);
        await page.locator(".managed-actions button").first().click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await takePictures(page, "managed-dialog", language);
        await page.goto("/");
        await ask(page, question);
        await expect(turn(page, question)).toContainText(/twelve weeks/);
        await takePictures(page, "managed-answer", language);
      });
    });
