import { expect, test } from "vitest";
import { learn } from "./classify.ts";
import { examine } from "./examine.ts";

test("the lab names sentences that contradict each other, intents that are mixed up and intents that need more", async () => {
  const sentences: [intent: string, text: string][] = [
    ["cancel", "cancel my order"],
    ["cancel", "please cancel the order"],
    ["cancel", "I want to cancel order 17"],
    ["cancel", "cancel order now please"],
    ["cancel", "stop my order, cancel it"],
    ["follow", "Cancel my order!"],
    ["follow", "where is my parcel"],
    ["follow", "track the parcel"],
    ["follow", "show me where my parcel is"],
    ["follow", "track my parcel please"],
    ["greeting", "good morning"],
  ];
  const taught = sentences.map(([intent, text], at) => ({ id: String(at), intent, text }));

  const found = await examine(await learn(taught));

  expect(found.contradictions).toMatchObject([{ first: { id: "0" }, second: { id: "5" } }]);
  expect(found.contradictions[0]?.similarity).toBeCloseTo(1);
  expect(found.confusions).toContainEqual({ intent: "follow", takenFor: "cancel", count: 1 });
  expect(found.intents.find(({ intent }) => intent === "greeting")).toMatchObject({ examples: 1, needs: "more" });
  expect(found.intents.find(({ intent }) => intent === "cancel")).toMatchObject({ recall: 0.8, needs: null });
  expect(found.accuracy).toBeCloseTo(8 / 11);
});
