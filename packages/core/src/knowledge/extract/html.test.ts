import { expect, test } from "vitest";
import * as Html from "./html.ts";

const article = Array.from(
  { length: 6 },
  (_, n) =>
    `<p>Rule ${n}: travel is booked through the desk, at the lowest fare that serves the purpose of the journey.</p>`,
);
const page = (body: string, head = "<title>Travel policy - Intranet</title>") =>
  Buffer.from(`<!doctype html><html><head>${head}</head><body>${body}</body></html>`);

test("a page gives its article as Markdown, without menus and scripts", () => {
  const { title, blocks } = Html.read(
    page(`<nav><a href="/">Home</a><a href="/hr">HR</a></nav><script>alert(1)</script>
      <article><h1>Travel policy</h1>${article.join("")}
      <h2>Rates</h2><table><tr><th>City</th><th>Rate</th></tr><tr><td>Berlin</td><td>120</td></tr></table>
      <pre><code class="language-sh">book --now</code></pre><p>See <a href="https://example.org/x">the form</a>.</p></article>
      <footer>Imprint</footer>`),
  );
  const text = blocks.map((block) => block.markdown).join("\n\n");

  expect(title).toBe("Travel policy");
  expect(blocks[0]).toMatchObject({ type: "heading", level: 1, text: "Travel policy" });
  expect(blocks).toContainEqual(expect.objectContaining({ type: "heading", level: 2, text: "Rates" }));
  expect(text).toMatch(/\| City +\| Rate \|/);
  expect(text).toContain("```sh\nbook --now\n```");
  expect(text).toContain("[the form](https://example.org/x)");
  expect(text).not.toMatch(/alert|Home|Imprint/);
});

test("a short page keeps all its text", () => {
  const { blocks } = Html.read(page("<h1>Door code</h1><p>The code is 4711.</p><ul><li>Front</li><li>Back</li></ul>"));

  expect(blocks.map((block) => block.markdown)).toEqual(["# Door code", "The code is 4711.", "- Front\n- Back"]);
});

test("a page says itself in which encoding it is", () => {
  const bytes = Buffer.concat([
    Buffer.from('<meta charset="gb2312"><p>'),
    Buffer.from("c4eabcd9", "hex"),
    Buffer.from("</p>"),
  ]);

  expect(Html.read(bytes).blocks).toEqual([{ type: "paragraph", markdown: "年假" }]);
});

test("without one heading on top, the title is that of the page without the site's name", () => {
  const { title, blocks } = Html.read(
    page("<p>The code is 4711.</p>", "<title>Re-opening the door | Intranet</title>"),
  );

  expect(title).toBe("Re-opening the door");
  expect(blocks.map((block) => block.markdown)).toEqual(["# Re-opening the door", "The code is 4711."]);
});

test("a page keeps its tables and code also where it does not say which part of it is the text", () => {
  const rows = Array.from({ length: 60 }, (_, n) => `<tr><td>City ${n}</td><td>${n}</td></tr>`).join("");
  const code = Array.from({ length: 60 }, (_, n) => `book --city ${n}`).join("\n");
  const { blocks } = Html.read(
    page(`<div><h1>Rates</h1>${article.join("")}</div><div><h2>Table</h2><table>${rows}</table></div>
      <div><h2>Code</h2><pre><code>${code}</code></pre></div>`),
  );
  const text = blocks.map((block) => block.markdown).join("\n\n");

  expect(text).toMatch(/Rule 5[\s\S]*\| City 59 +\| 59 +\|[\s\S]*book --city 59/);
});
