import { expect, test } from "vitest";
import { matrixOf, type Report } from "./report.ts";

const report: Report = {
  examples: 40,
  byVectors: false,
  floor: 0.2,
  accuracy: 0.8,
  decided: { share: 0.7, right: 0.9 },
  lost: 0,
  intents: [
    { intent: "bill", examples: 10, recall: 0.5, needs: "clearer" },
    { intent: "pay", examples: 10, recall: 0.8, needs: null },
    { intent: "greeting", examples: 10, recall: 0.9, needs: null },
    { intent: "thanks", examples: 10, recall: 1, needs: null },
  ],
  confusions: [
    { intent: "bill", takenFor: "pay", count: 4 },
    { intent: "pay", takenFor: "bill", count: 2 },
    { intent: "greeting", takenFor: "thanks", count: 1 },
    { intent: "bill", takenFor: "thanks", count: 1 },
  ],
  contradictions: [],
};

test("the matrix shows the intents that are confused most, and says how many examples went elsewhere", () => {
  expect(matrixOf(report, 2)).toEqual({
    intents: ["bill", "pay"],
    rows: [
      { intent: "bill", examples: 10, cells: [5, 4], others: 1 },
      { intent: "pay", examples: 10, cells: [2, 8], others: 0 },
    ],
  });
  expect(matrixOf(report, 20).intents).toEqual(["bill", "pay", "greeting", "thanks"]);
});
