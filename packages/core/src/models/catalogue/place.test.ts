import { expect, test } from "vitest";
import { checkProvider, Place } from "./place.ts";

const sageMaker = (contract: unknown): Place =>
  Place.parse({ provider: "sagemaker", region: "cn-north-1", endpoint: "e", contract, model: "m" });

test("a provider that has no models of a kind is refused", () => {
  const place = Place.parse({ provider: "onnx", model: "m" });

  expect(() => checkProvider("chat", place)).toThrow(/come from: openai/);
});

test("a contract that cannot be used is refused where it is entered, and told where it is wrong", () => {
  expect(() => checkProvider("chat", sageMaker("tei"))).toThrow(/"tei"; there are messages/);
  expect(() => checkProvider("embed", sageMaker({ body: { a: "$question" }, vectors: "a" }))).toThrow(/\$question/);
  expect(() => checkProvider("rerank", sageMaker({ body: {}, scores: "a[" }))).toThrow(/scores/);
  expect(() => checkProvider("embed", sageMaker("tei"))).not.toThrow();
});
