import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const folder = join(import.meta.dirname, "../../test-results/screens");

export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];
export const locales = { zh: "zh-CN", en: "en-GB" } satisfies Record<Language, string>;

/** Does something with the page in the light and in the dark. */
export async function inEachShade(page: Page, work: (shade: "light" | "dark") => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-shade", colorScheme);
    await work(colorScheme);
  }
}

/** What axe finds, in a line each. Without `rules`, by all of them. */
export async function faultsIn(page: Page, rules?: string[]): Promise<string[]> {
  // in the page itself: without frames there is nothing to gather, and no second page has to be opened
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** By all rules in the light; in the dark the same elements only stand in other colours. Keyed by `name` and shade. */
export async function faultsInEachShade(page: Page, name: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  await inEachShade(page, async (shade) => {
    const faults = await faultsIn(page, shade === "dark" ? ["color-contrast"] : undefined);
    if (faults.length) found[`${name}, ${shade}`] = faults;
  });
  return found;
}

/** A picture of what the screen shows, in the light and in the dark. */
export async function takePictures(page: Page, name: string, language: Language): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await inEachShade(page, async (shade) => {
    await page.screenshot({ path: join(folder, `${name}-${language}-${shade}-${width}x${height}.png`) });
  });
}
