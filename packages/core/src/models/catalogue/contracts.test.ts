import { expect, test } from "vitest";
import { contractNames } from "../aws/named-contracts.ts";
import * as Contracts from "./contracts.ts";
import { Place } from "./place.ts";

const sageMaker = (contract: unknown): Place =>
  Place.parse({ provider: "sagemaker", region: "cn-north-1", endpoint: "e", contract, model: "m" });

test("a contract that cannot be used is refused where it is entered, and told where it is wrong", () => {
  expect(() => Contracts.check("chat", sageMaker("tei"))).toThrow(/"tei"; there are messages/);
  expect(() => Contracts.check("embed", sageMaker({ body: { a: "$question" }, vectors: "a" }))).toThrow(/\$question/);
  expect(() => Contracts.check("rerank", sageMaker({ body: {}, scores: "a[" }))).toThrow(/scores/);
});

test("every contract with a name can be used", () => {
  for (const [kind, names] of Object.entries(contractNames))
    for (const name of names) Contracts.check(kind as keyof typeof contractNames, sageMaker(name));
});
