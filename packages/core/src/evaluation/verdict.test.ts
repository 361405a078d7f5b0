import { expect, test } from "vitest";
import { judge, type Came } from "./verdict.ts";

const came: Came = {
  tier: "answer",
  text: "Everybody gets **thirty days** [1]. 每年可以休三十天[2]。",
  found: [
    { documentId: "canteen", text: "The canteen opens at noon." },
    { documentId: "leave", text: "Everybody gets thirty days of leave." },
  ],
};
const asks = { mustFind: [], mustSay: [], mustRefuse: false };

test("a case passes when what it asks for was found and said, however it is set", () => {
  const mustFind = [{ documentId: "leave", quote: "Thirty  days" }];
  const verdict = judge({ ...asks, mustFind, mustSay: ["thirty days.", "每年可以休三十天。"] }, came);
  expect(verdict).toEqual({ passed: true, ranks: [2], unsaid: [] });
});

test("it tells what was not found and what was not said", () => {
  const mustFind = [{ documentId: "canteen" }, { documentId: "leave", quote: "forty days" }];
  const verdict = judge({ ...asks, mustFind, mustSay: ["forty"] }, came);
  expect(verdict).toEqual({ passed: false, ranks: [1, null], unsaid: ["forty"] });
});

test("a question to refuse passes when it is refused, any other one when it is answered", () => {
  const refuse = { ...asks, mustRefuse: true };
  expect(judge(refuse, came).passed).toBe(false);
  expect(judge(refuse, { ...came, tier: "candidates" }).passed).toBe(true);
  expect(judge(asks, { ...came, tier: "refused" }).passed).toBe(false);
});
