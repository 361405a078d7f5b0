import { startDesk } from "./desk-process.ts";
import { expect, handbookRead, test as base } from "./desk.ts";
import { faultsInEachShade, languages, locales, takePictures } from "./look.ts";
import { firstPerson } from "./person.ts";
import { png } from "../fixtures/picture-files.ts";

/** A desk of these tests' own, for its looks are everybody's. */
const test = base.extend({
  desk: [
    async ({ companyName }, use) => {
      await using desk = await startDesk();
      const administrator = await firstPerson(desk.url, companyName, new URL(desk.setUpUrl).hash.slice(1));
      await handbookRead(administrator.client);
      await use({ url: desk.url, administrator });
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

const logo = { name: "harbour.svg.png", mimeType: "image/png", buffer: Buffer.from(png(64, 64, 90)) };

test("a company gives the desk its name, logo and colour, which everybody sees, also before the sign-in", async ({
  page,
  context,
}) => {
  await page.goto("/settings?section=desk");
  const setting = (name: string) => page.getByRole("region", { name, exact: true });
  await expect(setting("Name")).toContainText("This is the default");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Harbour desk");
  await page.getByRole("button", { name: "Save: Name" }).click();
  await expect(setting("Name")).toContainText(/Changed by .+ on .+Default: Docent/);
  await expect(page.getByRole("banner").getByRole("link", { name: "Harbour desk" })).toBeVisible();
  await expect(page).toHaveTitle("Harbour desk");

  const colour = page.getByRole("textbox", { name: "Colour", exact: true });
  await colour.fill("#ffcc00");
  await expect(setting("Colour")).toContainText("White text cannot be read on it: its contrast is 1.5");
  await page.getByRole("button", { name: "Save: Colour" }).click();
  await expect(setting("Colour")).toContainText("White text cannot be read on this colour");
  await expect(colour).toHaveAttribute("aria-invalid", "true");
  await setting("Colour")
    .getByRole("button", { name: /Take #[0-9a-f]{6} instead/ })
    .click();
  await expect(colour).not.toHaveAttribute("aria-invalid", "true");
  const taken = await colour.inputValue();
  await page.getByRole("button", { name: "Save: Colour" }).click();
  await expect(setting("Colour")).toContainText("Changed by");
  await expect
    .poll(() => page.locator("html").evaluate((html) => getComputedStyle(html).getPropertyValue("--ant-color-primary")))
    .toBe(taken);

  const choose = setting("Logo").locator("input[type=file]");
  await choose.setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: Buffer.from("<svg onload='alert(1)'/>"),
  });
  await expect(setting("Logo").getByRole("alert")).toContainText("no SVG");
  await choose.setInputFiles(logo);
  const sign = page.getByRole("banner").locator("img");
  await expect(sign).toHaveAttribute("src", /^\/api\/logo\/log_/);
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", /^\/api\/logo\/log_/);
  expect(await faultsInEachShade(page, "desk settings")).toEqual({});

  await page.emulateMedia({ colorScheme: "light" });
  await context.clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByText("Harbour desk")).toBeVisible();
  await expect(page.getByRole("main").locator("img")).toHaveAttribute("src", /^\/api\/logo\/log_/);
  await expect(page.getByRole("button", { name: "Sign in" })).toHaveCSS("background-color", rgb(taken));
  expect(await faultsInEachShade(page, "sign-in")).toEqual({});
});

test("a company greets its people, and sends them where it wants", async ({ page, person }) => {
  await person.client.setting.change.mutate({ welcome: null, disclaimer: null, quickLinks: null });
  await page.goto("/settings?section=desk");
  const links = page.getByRole("region", { name: "Quick links" });
  await page.getByRole("textbox", { name: "Disclaimer (English)" }).fill("Check what **matters** in the source.");
  await page.getByRole("button", { name: "Save: Disclaimer" }).click();
  await expect(page.getByRole("region", { name: "Disclaimer" })).toContainText("Changed by");

  await links.getByRole("button", { name: "Add a link" }).click();
  await links.getByRole("textbox", { name: "Link 1: Label (English)" }).fill("Repairs");
  await links.getByRole("textbox", { name: "Link 1: Address" }).fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Save: Quick links" }).click();
  await expect(links.getByText("An address begins with https://")).toBeVisible();
  await links.getByRole("textbox", { name: "Link 1: Address" }).fill("https://forms.example.org/repairs");
  await links.getByRole("button", { name: "Add a link" }).click();
  await links.getByRole("textbox", { name: "Link 2: Label (中文)" }).fill("食堂");
  await links.getByRole("textbox", { name: "Link 2: Address" }).fill("https://canteen.example.org/");
  await links.getByRole("button", { name: "Move link 2 up" }).click();
  await page.getByRole("button", { name: "Save: Quick links" }).click();
  await expect(links).toContainText("Changed by");

  await page.goto("/");
  await expect(page.getByText("Check what matters in the source.")).toBeVisible();
  const shown = page.getByRole("list", { name: "Quick links" }).getByRole("link");
  await expect(shown).toHaveText([/食堂/, /Repairs/]);
  await expect(shown.last()).toHaveAttribute("href", "https://forms.example.org/repairs");
  await expect(shown.last()).toHaveAttribute("rel", "noopener noreferrer");
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await expect(page.getByRole("menuitem", { name: /Repairs/ })).toBeVisible();
  expect(await faultsInEachShade(page, "start with links")).toEqual({});
});

test("how long things are kept is chosen with what it would delete in view, and goes back to for ever", async ({
  page,
}) => {
  await page.goto("/settings?section=retention");
  const conversations = page.getByRole("region", { name: "Conversations" });
  await expect(conversations.getByRole("radio", { name: "For ever" })).toBeChecked();
  await conversations.getByRole("radio", { name: "For some days" }).check();
  const days = conversations.getByRole("spinbutton", { name: "Conversations: Days" });
  await days.fill("3");
  await page.getByRole("button", { name: "Save: Conversations" }).click();
  await expect(conversations).toContainText("Enter a number of days between 7 and 3,650.");
  await days.fill("400");
  await expect(conversations).toContainText("Today no conversation would be deleted.");
  await page.getByRole("button", { name: "Save: Conversations" }).click();
  await expect(conversations).toContainText("Changed by");
  expect(await faultsInEachShade(page, "retention")).toEqual({});

  await page.reload();
  await expect(days).toHaveValue("400");
  await page.getByRole("button", { name: "Back to the default: Conversations" }).click();
  await expect(conversations.getByRole("radio", { name: "For ever" })).toBeChecked();
});

for (const language of languages)
  for (const width of [1440, 390])
    test.describe(`in ${language}, ${width} wide`, () => {
      test.use({ locale: locales[language], viewport: { width, height: 900 } });

      test("looks right", async ({ page, person, context }) => {
        const { client } = person;
        await client.setting.change.mutate({
          name: "Harbour and Shipyard Assistant",
          colour: "#7a1f5c",
          disclaimer: { zh: "重要的事请再核对原文。", en: "Check what matters in the source." },
          quickLinks: [
            { label: { zh: "报修", en: "Repairs" }, url: "https://forms.example.org/repairs" },
            { label: { zh: "食堂菜单", en: "What the canteen has" }, url: "https://canteen.example.org/" },
          ],
          usageDays: 400,
        });
        await page.goto("/");
        await expect(page.getByRole("list", { name: /Quick links|快捷链接/ })).toBeVisible();
        await takePictures(page, "branded-start", language);
        await page.setViewportSize({ width, height: width > 1000 ? 2_300 : 3_600 });
        await page.goto("/settings?section=desk");
        await expect(page.getByText(/重要的事|Check what matters/).first()).toBeVisible();
        await takePictures(page, "branded-settings", language);
        await page.setViewportSize({ width, height: 1_300 });
        await page.goto("/settings?section=retention");
        const pictures = page.getByRole("region", { name: /^(Pictures|图片)$/ });
        await pictures.getByRole("radio").last().check();
        await expect(pictures).toContainText(/would be deleted|会被删除/);
        await takePictures(page, "branded-retention", language);
        await page.setViewportSize({ width, height: 900 });
        await context.clearCookies();
        await page.goto("/sign-in");
        await expect(page.getByText("Harbour and Shipyard Assistant")).toBeVisible();
        await takePictures(page, "branded-sign-in", language);
      });
    });

function rgb(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}
