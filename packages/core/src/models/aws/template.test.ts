import { expect, test } from "vitest";
import { fill, placesIn } from "./template.ts";

const template = { a: "$name", b: ["$name", "$none", 1, null], c: { d: "$none", e: "$$name" }, f: "costs $5", g: true };

test("places are filled, and those without a value are left out with their keys", () => {
  const filled = fill(template, { name: { x: 1 } });

  expect(filled).toEqual({ a: { x: 1 }, b: [{ x: 1 }, 1, null], c: { e: "$name" }, f: "costs $5", g: true });
});

test("a value is never read as a template itself", () => {
  expect(fill({ a: "$name" }, { name: "$secret", secret: "s" })).toEqual({ a: "$secret" });
});

test("all places are named", () => {
  expect(placesIn(template)).toEqual(["name", "name", "none", "none"]);
});
