import type { Page } from "@playwright/test";
import { bucketServer, type BucketServer } from "../fakes/bucket-server.ts";
import { expect, test } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";

let s3: BucketServer;

test.beforeEach(async () => {
  s3 = await bucketServer();
  const bucket = s3.bucket("handbook");
  await s3.put(bucket, "hr/leave.md", "# Leave\n\nThe zebra has thirty days.");
  await s3.put(bucket, "hr/差旅 报销.txt", "The okapi travels.");
  await s3.put(bucket, "hr/welcome.mp4", "x");
});
test.afterEach(() => s3[Symbol.asyncDispose]());

const card = (page: Page) => page.getByRole("region", { name: "Sources" }).getByRole("listitem").first();

test("a bucket is looked into, added and changed; its key is asked for again when more is wanted", async ({
  page,
  library,
}) => {
  test.setTimeout(180_000);
  await page.goto(`/library/${library.id}?show=sources`);
  await page.getByRole("button", { name: "Add a source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("S3 bucket", { exact: true }).click();
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByText("Enter the bucket's name")).toBeVisible();
  expect(await faultsInEachShade(page, "new bucket")).toEqual({});

  await dialog.getByLabel("Bucket", { exact: true }).fill("handbok");
  await dialog.getByLabel("Prefix").fill("hr/");
  await dialog.getByLabel("Access key id").fill("test");
  await dialog.getByLabel("Secret access key").fill("test");
  await dialog.getByLabel("Endpoint").fill(s3.url);
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("There is no such bucket.");
  await dialog.getByLabel("Bucket", { exact: true }).fill("handbook");
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("Found 2 files");
  await expect(dialog.getByRole("status")).toContainText("1 will be left out");
  expect(await faultsInEachShade(page, "a bucket that was looked into")).toEqual({});
  await dialog.getByRole("button", { name: "Save" }).click();

  const source = card(page);
  await expect(source).toContainText("s3://handbook/hr/");
  await expect(source).toContainText("2 new");
  await source.getByRole("button", { name: "Show 1 failure" }).click();
  await expect(source.getByRole("list")).toContainText("s3://handbook/hr/welcome.mp4");

  await source.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Change" }).click();
  await expect(dialog.getByLabel("Access key id")).toHaveValue("");
  await dialog.getByRole("button", { name: "Test" }).click();
  await expect(dialog.getByRole("status")).toContainText("Found 2 files");
  await dialog.getByLabel("Prefix").fill("");
  await expect(dialog.getByText("Enter a key for the new place.")).toBeVisible();

  await page.goto(`/library/${library.id}`);
  await page.getByRole("link", { name: "Leave" }).click();
  await expect(page.getByText("s3://handbook/hr/leave.md")).toBeVisible();
});

for (const language of languages)
  for (const width of [1440, 390])
    test.describe(`in ${language}, ${width} wide`, () => {
      test.use({ locale: locales[language], viewport: { width, height: 1_240 } });

      test("looks right", async ({ page, library, person }) => {
        test.setTimeout(180_000);
        const bucket = { kind: "s3" as const, bucket: "handbook", region: "us-east-1" };
        const key = { accessKeyId: "test", secretAccessKey: "test" };
        await page.goto(`/library/${library.id}?show=sources`);
        await page.getByRole("button", { name: /^(Add a source|添加来源)$/ }).click();
        const dialog = page.getByRole("dialog");
        await dialog
          .getByText(/^(S3 bucket|存储桶)$/)
          .first()
          .click();
        await dialog.locator("#bucket").fill("handbook");
        await dialog.locator("#prefix").fill("hr/");
        await dialog.locator("#accessKeyId").fill("test");
        await dialog.locator("#secretAccessKey").fill("test");
        await dialog.locator("#endpoint").fill(s3.url);
        await dialog.getByRole("button", { name: /^(Test|测 ?试)$/ }).click();
        await expect(dialog.getByRole("status")).toBeVisible({ timeout: 60_000 });
        await dialog.getByRole("button", { name: /^(Save|保 ?存)$/ }).scrollIntoViewIfNeeded();
        await takePictures(page, "bucket-tried", language);
        await dialog
          .getByText(/^(S3 bucket|存储桶)$/)
          .first()
          .scrollIntoViewIfNeeded();
        await takePictures(page, "bucket-kinds", language);
        await page.keyboard.press("Escape");
        const settings = { ...bucket, prefix: "hr/", endpoint: s3.url };
        const inside = { ...bucket, prefix: "archive/2019/", endpoint: "http://10.1.2.3:9000" };
        await person.client.source.create.mutate({ libraryId: library.id, settings, key });
        await person.client.source.create.mutate({ libraryId: library.id, settings: inside, key });
        await page.reload();
        await page.getByRole("button", { name: /^(Show 1 failure|查看失败的 1 项)$/ }).click();
        await expect(page.getByText(/welcome\.mp4/)).toBeVisible();
        await expect(page.getByText(/DOCENT_SOURCE_NETWORKS/)).toBeVisible();
        await takePictures(page, "buckets", language);
        await page.goto(`/library/${library.id}`);
        await page.getByRole("link", { name: "Leave" }).first().click();
        await expect(page.getByText("s3://handbook/hr/leave.md")).toBeVisible();
        await takePictures(page, "bucket-document", language);
      });
    });
