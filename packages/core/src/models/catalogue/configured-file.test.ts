import { expect, test } from "vitest";
import { read } from "./configured-file.ts";

const variables = { MODEL_KEY: " sk-1 ", KEY_ID: "AKID", KEY: "secret" };
const chat = {
  id: "deepseek",
  kind: "chat",
  name: "DeepSeek",
  place: { provider: "openai", baseUrl: "https://api.deepseek.com/v1/chat/completions", model: "deepseek-chat" },
  key: { type: "bearer", tokenFrom: "MODEL_KEY" },
};
const nova = {
  id: "nova",
  kind: "chat",
  name: "Nova",
  place: { provider: "bedrock", region: "us-east-1", model: "amazon.nova-lite-v1:0" },
  key: { type: "iam", accessKeyIdFrom: "KEY_ID", secretAccessKeyFrom: "KEY" },
  standIn: "deepseek",
};
const inFile = (...models: object[]) => JSON.stringify({ models });

test("models are read with their keys out of the environment, and with what is left out", () => {
  const [first, second] = read(inFile(chat, nova), variables);

  expect(first).toMatchObject({
    key: { type: "bearer", token: "sk-1" },
    place: { baseUrl: "https://api.deepseek.com/v1" },
    abilities: {},
    price: null,
    limits: {},
    use: false,
  });
  expect(second).toMatchObject({ key: { type: "iam", accessKeyId: "AKID", secretAccessKey: "secret" } });
});

test.each([
  ["a comma too many", '{\n  "models": [\n    {"id": "a",}\n  ]\n}', /no JSON.*line 3/],
  ["no list", "{}", /models: /],
  ["a field that nobody knows", inFile({ ...chat, kinds: "chat" }), /models\[0\].*kinds/],
  [
    "a wrong region",
    inFile(chat, { ...nova, place: { ...nova.place, region: "moon" } }),
    /models\[1\]\.place\.region: must look like us-east-1/,
  ],
  [
    "a wrong address",
    inFile({ ...chat, place: { ...chat.place, baseUrl: "x" } }),
    /models\[0\]: The address must look/,
  ],
  ["a wrong limit", inFile({ ...chat, limits: { requests: 0 } }), /models\[0\]\.limits\.requests: /],
  [
    "a key that is in no variable",
    inFile({ ...chat, key: { type: "bearer", tokenFrom: "NONE" } }),
    /variable NONE is not/,
  ],
  ["a key in the file", inFile({ ...chat, key: { type: "bearer", token: "sk-1" } }), /models\[0\]\.key/],
  ["the same id twice", inFile(chat, chat), /models\[1\]\.id: "deepseek" is there twice/],
  ["a stand-in that is not there", inFile(nova), /models\[0\]\.standIn: "deepseek" is no other model/],
  ["a provider without such models", inFile({ ...chat, kind: "rerank" }), /models\[0\]\.place: Models of this kind/],
])("%s is told with its place", (_, text, told) => {
  expect(() => read(text, variables)).toThrow(told);
});
