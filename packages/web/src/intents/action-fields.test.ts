import { expect, test } from "vitest";
import { actionOf, fieldsOf, isElsewhere, sampleSchema, schemaProblem } from "./action-fields.ts";

const shown = {
  type: "tool" as const,
  url: "https://rooms.example.org/price",
  method: "GET" as const,
  description: "what a room costs",
  parameters: { type: "object", properties: { room: { type: "string" } } },
  allowPrivate: false,
  headerNames: ["x-key"],
};

test("saving a service as it is leaves its headers alone; entering none anew takes them away", () => {
  const fields = fieldsOf("room price", shown);
  const { headerNames: _, ...action } = shown;

  expect(actionOf(fields)).toEqual(action);
  expect(actionOf({ ...fields, keepHeaders: false })).toEqual({ ...action, headers: null });
  expect(actionOf({ ...fields, keepHeaders: false, headers: [{ name: " x-key ", value: "k" }, {}] })).toEqual({
    ...action,
    headers: { "x-key": "k" },
  });
});

test("headers are known not to go to another server", () => {
  expect(isElsewhere(shown.url, "https://rooms.example.org/other")).toBe(false);
  expect(isElsewhere(shown.url, "https://elsewhere.example.org/price")).toBe(true);
  expect(isElsewhere(shown.url, "https")).toBe(true);
});

test("a schema that cannot be used is refused for what is wrong with it", () => {
  expect(schemaProblem(sampleSchema)).toBeUndefined();
  expect(schemaProblem("{}")).toBeUndefined();
  expect(schemaProblem('{\n"type":}\n')).toEqual({ type: "json", line: 2 });
  expect(schemaProblem("")).toEqual({ type: "json", line: 1 });
  expect(schemaProblem("[1]")).toEqual({ type: "object" });
  expect(schemaProblem('{"type":"string"}')).toEqual({ type: "object" });
  expect(schemaProblem('{"properties":[]}')).toEqual({ type: "properties" });
  expect(schemaProblem('{"properties":{"city":"string"}}')).toEqual({ type: "property", name: "city" });
  expect(schemaProblem('{"required":"city"}')).toEqual({ type: "required" });
  expect(schemaProblem('{"properties":{"city":{}},"required":["town"]}')).toEqual({ type: "unknown", name: "town" });
});
