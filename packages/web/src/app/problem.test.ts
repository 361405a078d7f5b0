import { expect, test } from "vitest";
import { en } from "./i18n/en.ts";
import { zh } from "./i18n/zh.ts";
import { problemText } from "./problem.ts";

const said = 'Your organisation\'s guardrail stopped the question because of the topic "Investment".';

test("what a guardrail says is shown with the text for it", () => {
  const problem = { code: "model.guarded", message: said };

  expect(problemText(en, problem)).toBe(said);
  expect(problemText(zh, problem)).toBe(`${zh.problems["model.guarded"]}（${said}）`);
  expect(problemText(en, { code: "model.guarded", message: "" })).toBe(en.problems["model.guarded"]);
});

test("an error that nobody has put into words is told as the desk tells it", () => {
  expect(problemText(zh, { code: "odd.thing", message: "Odd." })).toBe("Odd.");
  expect(problemText(zh, { code: "odd.thing", message: "" })).toBe(zh.common.unknownProblem);
});
