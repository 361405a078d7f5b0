import { devices } from "@playwright/test";
import { expect, test } from "./desk.ts";
import { gallery } from "./gallery.ts";
import { languages, locales, takePictures } from "./look.ts";

const { userAgent, isMobile, hasTouch } = devices["iPhone 14"];
const screens = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, userAgent, isMobile, hasTouch },
};

for (const language of languages) {
  for (const [kind, screen] of Object.entries(screens)) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], ...screen });

      test("every page and state of the chat has its picture taken, light and dark", async ({
        page,
        context,
        person,
        desk,
        model,
        library,
      }) => {
        test.setTimeout(300_000);
        for (const { name, address, ready, outside } of await gallery(language, { person, model, library })) {
          if (outside) await context.clearCookies();
          else await context.addCookies([{ ...person.cookie, url: desk.url }]);
          await page.goto(address);
          await ready(page);
          await takePictures(page, name, language);
          if (kind === "phone" && name === "answered") {
            await page
              .getByRole("button", { name: /^(Show source 1|查看出处 1)$/ })
              .first()
              .click();
            await expect(page.getByRole("dialog").getByRole("link").first()).toBeVisible();
            await takePictures(page, "sources-sheet", language);
            await page.keyboard.press("Escape");
            await page.getByRole("button", { name: /^(Conversations|对话)$/ }).click();
            await expect(page.getByRole("dialog").getByRole("link").nth(1)).toBeVisible();
            await takePictures(page, "conversations-drawer", language);
          }
        }
      });
    });
  }
}
