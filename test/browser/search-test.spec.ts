import { expect, test } from "./desk.ts";
import { faultsIn, faultsInEachShade, languages, locales, takePictures } from "./look.ts";

const near = "Which chess file won the tournament in Reykjavik?";

test.describe("an editor", () => {
  test.use({ role: "editor" });

  test("sees what a question finds on every route, with and without a part of the search, and nothing is asked", async ({
    page,
    person,
    desk,
  }) => {
    const { synonym } = desk.administrator.client;
    const [group] = await synonym.add.mutate({ groups: [["dossier", "file"]] });
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tune" }).click();
    await page.getByRole("searchbox", { name: "Question", exact: true }).fill("Which dossier formats can I add?");
    await page.keyboard.press("Enter");

    await expect(page.getByText("Also searched with synonyms:")).toContainText("file");
    await expect(page.getByText(/Searched: .*Index: a\d/)).toBeVisible();
    await expect(page.getByRole("heading", { name: /Words → passage \d+ passages/ })).toBeVisible();
    await expect(page.getByText(/\d+% match/).first()).toBeVisible();
    await expect(page.getByText("decided")).toBeVisible();

    await page.getByRole("checkbox", { name: "Synonyms" }).uncheck();
    await expect(page.getByText("Also searched with synonyms:")).toHaveCount(0);
    await expect(page).toHaveURL(/without=/);
    await page.goBack();
    await expect(page.getByRole("checkbox", { name: "Synonyms" })).toBeChecked();
    expect(await person.client.conversation.list.query()).toEqual([]);
    if (group) await synonym.remove.mutate({ ids: [group.id] });
  });

  test("is told which cut a question misses, and labels it", async ({ page, person }) => {
    await page.goto(`/tune/search?text=${encodeURIComponent(near)}`);
    await expect(page.getByText(/ and missed the cut at \d\.\d+ by \d\.\d+/).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Nearest passages" })).toBeVisible();

    await page.getByRole("button", { name: "Right to refuse" }).click();
    await expect(page.getByRole("button", { name: "Right to refuse", pressed: true })).toBeVisible();
    const { items } = await person.client.label.list.query({ text: "chess file" });
    expect(items).toMatchObject([{ question: near, expected: "refuse", source: "typed" }]);
    expect(await faultsIn(page)).toEqual([]);
    await page.getByRole("button", { name: "Right to refuse" }).click();
    await expect(page.getByRole("button", { name: "Right to refuse", pressed: false })).toBeVisible();
    expect((await person.client.label.list.query({ text: "chess file" })).total).toBe(0);
  });

  test("is told when nothing is found", async ({ page }) => {
    await page.goto("/tune/search?text=zzzqqq");
    await expect(page.getByText("Nothing was found")).toBeVisible();
    await expect(page.getByText("Refused", { exact: true })).toBeVisible();
  });
});

for (const language of languages) {
  for (const [kind, viewport] of Object.entries({
    desk: { width: 1440, height: 1500 },
    phone: { width: 390, height: 1700 },
  })) {
    test.describe(`${language}, ${kind}`, () => {
      test.use({ locale: locales[language], viewport });

      test("the search test is free of accessibility faults, empty, answered and refused", async ({ page }) => {
        const found: Record<string, string[]> = {};
        for (const [name, text, ready] of [
          ["search-test-empty", "", /Try a question|输入一个问题试试/],
          ["search-test", "Which file formats can I add?", /Answered|回答/],
          ["search-test-refused", near, /Should have answered|本应回答/],
        ] as const) {
          await page.goto(`/tune/search${text && `?text=${encodeURIComponent(text)}`}`);
          await expect(page.getByText(ready).first()).toBeVisible();
          Object.assign(found, await faultsInEachShade(page, name));
          await takePictures(page, name, language);
        }
        expect(found).toEqual({});
      });
    });
  }
}
