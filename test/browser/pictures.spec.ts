import type { Page } from "@playwright/test";
import { manyPagesPdf, lockedPdf } from "../fixtures/pdf.ts";
import { fakeImages, type FakeImages } from "../fakes/image-server.ts";
import { expect, test as base, turn } from "./desk.ts";
import { faultsInEachShade, takePictures } from "./look.ts";
import { photo, turnedPhoto } from "./pictures.ts";

interface Fixtures {
  /** Adds a model that sees for the length of the test, and has it answer when `use` is set. */
  seeing: (name: string, use?: "use") => Promise<void>;
  /** A model that draws, in use for the length of the test. */
  painter: FakeImages;
}

const test = base.extend<Fixtures>({
  seeing: async ({ desk, model }, use) => {
    const { client } = desk.administrator;
    const ids: string[] = [];
    await use(async (name, used) => {
      const place = { provider: "openai" as const, baseUrl: model.baseUrl, model: "seeing-model" };
      const { id } = await client.model.add.mutate({ kind: "chat", name, place, abilities: { sees: true } });
      ids.push(id);
      if (used) await client.model.use.mutate({ use: "chat", id });
    });
    await client.model.use.mutate({ use: "chat", id: null });
    for (const id of ids) await client.model.remove.mutate({ id });
  },
  painter: async ({ desk }, use) => {
    const { client } = desk.administrator;
    await using server = await fakeImages();
    const place = { provider: "openai" as const, baseUrl: server.baseUrl, model: "painter" };
    const { id } = await client.model.add.mutate({ kind: "image", name: "Painter", place });
    await client.model.use.mutate({ use: "image", id });
    await use(server);
    await client.model.use.mutate({ use: "image", id: null });
    await client.model.remove.mutate({ id });
  },
});

const box = (page: Page) => page.getByRole("textbox", { name: "Ask a question" });
const attached = (page: Page) => page.getByRole("list", { name: "Pictures to ask about" });
const send = (page: Page) => page.getByRole("button", { name: "Send" });

async function choose(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach pictures" }).click();
  await (await choosing).setFiles({ name, mimeType, buffer });
}

/** Pastes or drops a file as a browser does. */
async function give(page: Page, how: "paste" | "drop", name: string, type: string, content: Buffer): Promise<void> {
  await box(page).evaluate(
    (element, { how, name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type }));
      const common = { bubbles: true, cancelable: true };
      if (how === "paste") element.dispatchEvent(new ClipboardEvent("paste", { ...common, clipboardData: data }));
      else for (const kind of ["dragenter", "dragover", "drop"]) element.dispatchEvent(new DragEvent(kind, { ...common, dataTransfer: data })); // prettier-ignore
    },
    { how, name, type, base64: content.toString("base64") },
  );
}

test("a photograph is made smaller, shown to a model that sees, and stands in the thread to be enlarged", async ({
  page,
  model,
  seeing,
}) => {
  await seeing("Sharp eye", "use");
  model.play({ text: "Which file formats can be added?" }, { text: "PDF and Word files can be added [1]." });
  await page.goto("/");

  await choose(page, "machine.png", "image/png", await photo(page));
  await expect(attached(page).getByRole("listitem")).toHaveCount(1);
  await box(page).fill("Can this be added?");
  await expect(send(page)).toBeEnabled();
  await box(page).press("Enter");

  const asked = turn(page, "Can this be added?");
  await expect(asked).toContainText("PDF and Word files can be added");
  await expect(attached(page)).toHaveCount(0);
  const thumbnail = asked.getByRole("img", { name: "Picture 1" });
  await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1568);
  expect(JSON.stringify(model.log.at(-1)?.body)).toContain("data:image/");
  await thumbnail.click();
  await expect(page.locator(".ant-image-preview")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(asked.getByRole("img", { name: "Picture 1" })).toBeVisible();
});

test("pictures are pasted and dropped, taken back, and sent without a word", async ({ page, model, seeing }) => {
  await seeing("Keen eye", "use");
  model.play({ text: "display of a machine" }, { text: "The display shows E42." });
  await page.goto("/");

  await give(page, "paste", "pasted.png", "image/png", await photo(page, "A1"));
  await give(page, "drop", "dropped.jpg", "image/png", await photo(page, "B2"));
  await expect(attached(page).getByRole("img")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove “dropped.jpg”" }).click();
  await expect(attached(page).getByRole("img")).toHaveCount(1);
  await send(page).click();

  const asked = turn(page, "What is in this picture");
  await expect(asked).toContainText("The display shows E42.");
  await expect(asked).toContainText("The documents say nothing about it");
});

test("a model that cannot see says so before sending, and offers one that can", async ({ page, model, seeing }) => {
  await seeing("Third eye");
  model.play({ text: "formats" }, { text: "PDF files [1]." });
  await page.goto("/");
  await box(page).fill("Which file formats can I add?");

  await choose(page, "machine.png", "image/png", await photo(page));

  await expect(page.getByRole("alert")).toContainText(/test-model.* cannot see pictures/);
  await expect(send(page)).toBeDisabled();
  await box(page).press("Enter");
  await expect(page.getByRole("article")).toHaveCount(0);
  await page.getByRole("button", { name: "Ask Third eye" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await send(page).click();
  await expect(turn(page, "Which file formats can I add?")).toContainText("PDF files");
});

test("what is no picture, is broken, or is one too many is told and not sent", async ({ page, seeing }) => {
  await seeing("Strict eye", "use");
  await page.goto("/");

  await give(page, "drop", "notes.docx", "application/msword", Buffer.from("notes"));
  await expect(page.getByText("“notes.docx” is not a picture")).toBeVisible();
  await choose(page, "IMG_1.HEIC", "image/heic", Buffer.from("no picture"));
  await expect(page.getByRole("alert")).toContainText("This browser cannot open HEIC photos");
  await box(page).fill("What is this?");
  await expect(send(page)).toBeDisabled();
  await page.getByRole("button", { name: "Remove “IMG_1.HEIC”" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(send(page)).toBeEnabled();

  const picture = await photo(page);
  for (let n = 1; n <= 5; n++) await give(page, "paste", `${n}.png`, "image/png", picture);
  await expect(attached(page).getByRole("listitem")).toHaveCount(4);
  await expect(page.getByText("A question takes up to 4 pictures")).toBeVisible();
});

test("a picture whose sending broke off is sent again", async ({ page, seeing }) => {
  await seeing("Patient eye", "use");
  await page.goto("/");
  await page.route("**/api/pictures", (route) => route.abort(), { times: 1 });

  await choose(page, "machine.png", "image/png", await photo(page));
  await page.getByRole("button", { name: "Upload “machine.png” again" }).click();

  await box(page).fill("What is this?");
  await expect(send(page)).toBeEnabled();
});

test("a photograph stands upright, and what the camera wrote into it does not leave the browser", async ({
  page,
  seeing,
}) => {
  await seeing("Upright eye", "use");
  await page.goto("/");
  const taken = await turnedPhoto(page);
  expect(taken.includes("Exif")).toBe(true);
  const sending = page.waitForResponse("**/api/pictures");

  await choose(page, "IMG_3.jpg", "image/jpeg", taken);

  const kept = (await (await sending).json()) as { id: string };
  expect(kept).toMatchObject({ type: "image/jpeg", width: 200, height: 400 });
  const bytes = await (await page.request.get(`/api/pictures/${kept.id}`)).body();
  expect(bytes.subarray(0, 2).toString("hex")).toBe("ffd8");
  expect(bytes.includes("Exif")).toBe(false);
});

test("of a PDF, pages are chosen and become pictures", async ({ page, seeing }) => {
  await seeing("Reading eye", "use");
  await page.goto("/");

  await give(page, "drop", "plan.pdf", "application/pdf", Buffer.from(manyPagesPdf(9)));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("It has 9 pages");
  await dialog.getByRole("spinbutton", { name: "To page" }).fill("9");
  await expect(dialog.getByRole("alert")).toContainText("Choose up to 4 pages");
  await dialog.getByRole("spinbutton", { name: "From page" }).fill("8");
  await dialog.getByRole("button", { name: "Attach 2 pages" }).click();

  await expect(attached(page).getByRole("img")).toHaveCount(2);
  await expect(attached(page).getByRole("img", { name: "plan.pdf 8" })).toBeVisible();
  await give(page, "drop", "locked.pdf", "application/pdf", lockedPdf());
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("has a password");
});

test("a picture is drawn of what is described, shown with its settings, and can be kept", async ({ page, painter }) => {
  await page.goto("/");
  painter.play({ image: await photo(page, "FOX") });
  await page.getByRole("button", { name: "Draw a picture" }).click();
  await expect(page.getByText("Painter draws it")).toBeVisible();
  await page
    .getByRole("textbox", { name: "Describe the picture" })
    .fill("a red fox --width 1024 --seed 7 --batch_size 2");
  await send(page).click();

  const asked = turn(page, "/image a red fox");
  await expect(asked.getByRole("img", { name: "Picture 1: a red fox" })).toBeVisible();
  await expect(asked).toContainText("--width 1024 --batch_size 2");
  await expect(asked).toContainText("were not sent: --seed");
  const downloading = page.waitForEvent("download");
  await asked.getByRole("link", { name: "Download picture 2" }).click();
  expect((await downloading).suggestedFilename()).toBe("picture-2.png");
});

test("a drawing is stopped, and an option nobody knows is told with those that are known", async ({
  page,
  painter,
}) => {
  await page.goto("/");
  painter.play({ hangs: true });
  await box(page).fill("/image a slow fox");
  await box(page).press("Enter");
  await expect(turn(page, "/image a slow fox")).toContainText("Drawing");
  await page.keyboard.press("Escape");
  await expect(turn(page, "/image a slow fox")).toContainText("Stopped");
  await expect.poll(() => painter.log[0]?.closed).toBe("client-closed-early");

  await box(page).fill("/image a fox --sampler euler_a");
  await box(page).press("Enter");
  await expect(turn(page, "/image a fox --sampler")).toContainText("--negative_prompt");
});

test("where no model draws, nothing offers to", async ({ page }) => {
  await page.goto("/");
  await expect(box(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Attach pictures" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Draw a picture" })).toHaveCount(0);
});

for (const [kind, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  for (const locale of ["zh-CN", "en-GB"] as const) {
    test.describe(`${locale}, ${kind}`, () => {
      test.use({ viewport, locale });

      test("the box with its pictures looks right and is without faults", async ({ page, seeing }) => {
        const language = locale === "zh-CN" ? "zh" : "en";
        await seeing("Third eye");
        await page.goto("/");
        const area = page.getByRole("textbox", { name: /Ask a question|输入你的问题/ });
        await expect(area).toBeVisible();
        const picture = await photo(page);
        await page.locator("input[type=file]").setInputFiles([
          { name: "machine.png", mimeType: "image/png", buffer: picture },
          { name: "IMG_2.HEIC", mimeType: "image/heic", buffer: Buffer.from("no picture") },
        ]);
        await expect(page.getByRole("alert")).toHaveCount(2);
        await expect(page.locator(".attachment-ready")).toHaveCount(1);

        await takePictures(page, `pictures-${kind}`, language);
        expect(await faultsInEachShade(page, "box")).toEqual({});

        await page
          .locator("input[type=file]")
          .setInputFiles([{ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from(manyPagesPdf(9)) }]);
        await expect(page.getByRole("dialog")).toContainText("9");
        await expect(page.getByRole("dialog").getByRole("spinbutton")).toHaveCount(2);
        await takePictures(page, `pictures-pdf-${kind}`, language);
        expect(await faultsInEachShade(page, "pages")).toEqual({});
      });

      test("questions with pictures, and pictures drawn, look right in the thread", async ({
        page,
        model,
        seeing,
        painter,
      }) => {
        const zh = locale === "zh-CN";
        await seeing("Third eye", "use");
        model.play(
          { text: "code E42" },
          { text: zh ? "图中：屏幕上显示 E42。" : "In the picture: the display shows E42." },
        );
        await page.goto("/");
        const picture = await photo(page);
        painter.play({ image: picture });
        const input = page.getByRole("textbox", { name: /Ask a question|输入你的问题/ });
        await page.locator("input[type=file]").setInputFiles([
          { name: "1.png", mimeType: "image/png", buffer: picture },
          { name: "2.png", mimeType: "image/png", buffer: picture },
        ]);
        await expect(page.locator(".attachment-ready")).toHaveCount(2);
        await input.fill(zh ? "屏幕上的代码是什么意思？" : "What does the code on the display mean?");
        await input.press("Enter");
        await expect(page.getByRole("article").first()).toContainText("E42.".slice(0, 3));
        await expect(page.getByText(/read off the picture|从图片里看出来/)).toBeVisible();
        await takePictures(page, `pictures-thread-${kind}`, zh ? "zh" : "en");
        expect(await faultsInEachShade(page, "thread")).toEqual({});
        await page.getByRole("button", { name: zh ? "这个答案是怎么来的" : "How this answer came about" }).click();
        const trace = page.getByRole("dialog");
        await expect(trace).toContainText(zh ? "提问时附了 2 张图片" : "Asked with 2 pictures");
        await expect(trace).toContainText(zh ? "看图片" : "Looking at the pictures");
        await takePictures(page, `pictures-trace-${kind}`, zh ? "zh" : "en");
        expect(await faultsInEachShade(page, "trace")).toEqual({});
        await page.keyboard.press("Escape");
        await expect(trace).toBeHidden();

        await page.getByRole("button", { name: /Draw a picture|画一张图片/ }).click();
        const wish = page.getByRole("textbox", { name: /Describe the picture|描述要画的图片/ });
        await wish.fill(
          zh ? "雪地里的红狐狸 --batch_size 2 --seed 7" : "a red fox in the snow --batch_size 2 --seed 7",
        );
        await takePictures(page, `drawing-box-${kind}`, zh ? "zh" : "en");
        await wish.press("Enter");
        await expect(page.locator(".drawn img")).toHaveCount(2);
        await expect(page.locator(".turn-foot")).toHaveCount(2);
        await takePictures(page, `drawn-${kind}`, zh ? "zh" : "en");
        expect(await faultsInEachShade(page, "drawn")).toEqual({});
      });
    });
  }
}
