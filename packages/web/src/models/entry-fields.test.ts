import { expect, test } from "vitest";
import type { Entry } from "./entry.ts";
import { fieldsOf, inputOf, keepsKey, losesKey, ownContract, rises } from "./entry-fields.ts";

const entry: Entry = {
  id: "mod_1",
  kind: "chat",
  name: "House",
  place: { provider: "bedrock", region: "eu-west-1", model: "m", guardrail: { id: "g", version: "2" } },
  dimensions: null,
  abilities: { sees: true, calls: false, contextTokens: 1000, dials: { topK: null, temperature: { max: 0.5 } } },
  price: { currency: "CNY", input: 1, output: 2, cached: 0.1 },
  limits: { requests: 30 },
  fallbackId: null,
  key: "bearer",
  groupIds: ["grp_1"],
  uses: [],
  configured: false,
};

test("a model that is opened and saved unchanged stays as it is, with its key", () => {
  const { name, place, abilities, price, limits, fallbackId, groupIds } = entry;

  const sent = inputOf("chat", "bedrock", fieldsOf("bedrock", { entry }), entry);

  expect(sent).toEqual({ name, place, abilities, price, limits, fallbackId, groupIds });
});

test("a stored key stays for its region, is lost in another, and is taken away for the desk's own role", () => {
  const fields = fieldsOf("bedrock", { entry });

  expect(keepsKey("bedrock", fields, entry)).toBe(true);
  expect(losesKey("bedrock", { ...fields, region: "us-east-1" }, entry)).toBe(true);
  expect(keepsKey("bedrock", { ...fields, right: "iam" }, entry)).toBe(false);
  expect(inputOf("chat", "bedrock", { ...fields, right: "none" }, entry).key).toBeNull();
});

test("a contract that is written out is sent as an object, and blanks are not sent", () => {
  const fields = {
    ...fieldsOf("sagemaker", {}),
    region: "eu-west-1",
    endpoint: " house ",
    contract: ownContract,
    contractText: '{"like": "tgi"}',
  };

  expect(inputOf("chat", "sagemaker", fields).place).toEqual({
    provider: "sagemaker",
    region: "eu-west-1",
    endpoint: "house",
    contract: { like: "tgi" },
    model: "house",
  });
});

test("the limits of a dial rise, as far as they are given", () => {
  expect(rises({ has: true, min: 0, max: 1, default: 0.5 })).toBe(true);
  expect(rises({ has: true, min: null, max: 1, default: 2 })).toBe(false);
  expect(rises({ has: true, min: 2, max: 1, default: null })).toBe(false);
});
