import { expect, test } from "vitest";
import { withoutRadicals } from "./radicals.ts";

test("parts of characters, as fonts name them, become the characters that people search for", () => {
  expect(withoutRadicals("问题最⻓，引⽤⼤段⽂档第 3 ⻚")).toBe("问题最长，引用大段文档第 3 页");
});

test("ordinary text stays as it is", () => {
  expect(withoutRadicals("Ten days, 年假十天；ﬁ ½")).toBe("Ten days, 年假十天；ﬁ ½");
});
