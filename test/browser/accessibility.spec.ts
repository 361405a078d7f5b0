import { expect, test } from "./desk.ts";
import { gallery } from "./gallery.ts";
import { faultsIn, faultsInEachShade, languages, locales } from "./look.ts";

for (const language of languages) {
  test.describe(language, () => {
    test.use({ locale: locales[language] });

    test("every page and state of the chat is free of accessibility faults, light and dark", async ({
      page,
      context,
      person,
      desk,
      model,
      library,
    }) => {
      test.setTimeout(300_000);
      const found: Record<string, string[]> = {};
      for (const { name, address, ready, outside } of await gallery(language, { person, model, library })) {
        if (outside) await context.clearCookies();
        else await context.addCookies([{ ...person.cookie, url: desk.url }]);
        await page.goto(address);
        await ready(page);
        Object.assign(found, await faultsInEachShade(page, name));
      }
      expect(found).toEqual({});
    });

    test("menus and dialogs are free of accessibility faults", async ({ page, library, person }) => {
      await library.add("rules.md", "# Rules\n\nBe kind.");
      const found: Record<string, string[]> = {};
      const check = async (name: string) => {
        const faults = await faultsIn(page);
        if (faults.length) found[name] = faults;
        await page.keyboard.press("Escape");
      };
      await page.goto("/settings?section=people");
      await page.getByRole("button", { name: /Add a person|添加成员/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await check("new person");
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.getByRole("button", { name: new RegExp(`Menu of ${person.name}|${person.name} 的菜单`) }).click();
      await expect(page.getByRole("menuitem", { name: /Sign out|退出登录/ })).toBeVisible();
      await check("menu");

      await page.goto("/settings?section=people");
      await page.getByRole("button", { name: /New group|新建组/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await check("group");

      await page.goto(`/library/${library.id}`);
      await page.getByRole("button", { name: /^(Sharing|共享)$/ }).click();
      for (const visibility of [0, 1, 2]) {
        await page.getByRole("dialog").getByRole("radio").nth(visibility).check();
        const faults = await faultsIn(page);
        if (faults.length) found[`sharing ${visibility}`] = faults;
      }
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.getByRole("checkbox").nth(1).check();
      await page.getByRole("button", { name: /Restrict to groups|限制到组/ }).click();
      await expect(page.getByRole("dialog").getByRole("radio").first()).toBeVisible();
      await check("restriction");
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.getByRole("button", { name: /^(Delete|删除)$/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await check("delete");
      expect(found).toEqual({});
    });
  });
}
