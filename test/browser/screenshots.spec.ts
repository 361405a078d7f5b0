import { join } from "node:path";
import { devices } from "@playwright/test";
import { expect, test } from "./desk.ts";
import { gallery, languages, locales, shades } from "./gallery.ts";

const folder = join(import.meta.dirname, "../../test-results/screens");
const { userAgent, isMobile, hasTouch } = devices["iPhone 14"];
const screens = {
  "1440x900": { viewport: { width: 1440, height: 900 } },
  "390x844": { viewport: { width: 390, height: 844 }, userAgent, isMobile, hasTouch },
};

for (const language of languages) {
  for (const [size, screen] of Object.entries(screens)) {
    test.describe(`${language}, ${size}`, () => {
      test.use({ locale: locales[language], ...screen });

      test("every page and state of the chat has its picture taken, light and dark", async ({
        page,
        context,
        person,
        desk,
        model,
        library,
      }) => {
        test.setTimeout(120_000);
        for (const { name, address, ready, outside } of await gallery(language, { person, model, library })) {
          if (outside) await context.clearCookies();
          else await context.addCookies([{ ...person.cookie, url: desk.url }]);
          await page.goto(address);
          await ready(page);
          for (const colorScheme of shades) {
            await page.emulateMedia({ colorScheme });
            await expect(page.locator("html")).toHaveAttribute("data-shade", colorScheme);
            await page.screenshot({ path: join(folder, `${name}-${language}-${colorScheme}-${size}.png`) });
          }
        }
      });
    });
  }
}
