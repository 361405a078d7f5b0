import { expect, test } from "vitest";
import { doubtMark, unplaced, withDoubts } from "./doubts.ts";

/** With something that can be read in the place of the mark. */
const shown = (markdown: string, ...statements: string[]) =>
  withDoubts(markdown, statements).replaceAll(doubtMark, "(?)");

test("the citations of a doubtful statement are marked once, after the last of them", () => {
  expect(shown("Thirty days [1][2]. Ten more [3].", "Thirty days")).toBe("Thirty days [1][2](?). Ten more [3].");
  expect(shown("三十天。[1] 另有十天[2]。", "另有十天")).toBe("三十天。[1] 另有十天[2](?)。");
});

test("ends of sentences, emphasis and line breaks may stand between a statement and its citation", () => {
  expect(shown("- **Thirty days.** [1]\n- Ten", "Thirty days.")).toBe("- **Thirty days.** [1](?)\n- Ten");
  expect(shown("Thirty days.\n[1]", "Thirty days.")).toBe("Thirty days.\n[1](?)");
});

test("the same words without a citation are not marked", () => {
  expect(shown("Thirty days are many. Thirty days [1].", "Thirty days")).toBe(
    "Thirty days are many. Thirty days [1](?).",
  );
});

test("a statement that cannot be found marks nothing, and is told", () => {
  expect(shown("Thirty days [1].", "Forty days")).toBe("Thirty days [1].");
  expect(unplaced("Thirty days [1].", ["Forty days", "Thirty days", ""])).toEqual(["Forty days", ""]);
});
