import { afterEach, expect, test } from "vitest";
import { openAiImages } from "@docent/core/models/openai/openai-images";
import { fakeImages, type FakeImages, type ImageScenario } from "../fakes/image-server.ts";
import { jpeg, png, webp } from "../fixtures/picture-files.ts";

const servers: FakeImages[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function serve(...scenarios: ImageScenario[]) {
  const server = await fakeImages(...scenarios);
  servers.push(server);
  const { baseUrl } = server;
  return { server, model: openAiImages({ baseUrl, model: "painter", apiKey: "sk-secret" }, { timeoutMs: 1000 }) };
}

test("an image is asked for in OpenAI's form and comes as what its bytes are", async () => {
  const { server, model } = await serve({ image: png() }, { image: jpeg() }, { image: webp() });

  const drawn = [];
  for (let n = 0; n < 3; n++) drawn.push(...(await model.draw({ text: "a desk", width: 1024, height: 512 })));

  expect(drawn.map(({ type }) => type)).toEqual(["image/png", "image/jpeg", "image/webp"]);
  expect(server.log[0]).toMatchObject({
    path: "/v1/images/generations",
    body: { model: "painter", prompt: "a desk", n: 1, size: "1024x512", response_format: "b64_json" },
  });
});

test("what is not wished for, and what the dialect does not know, is not sent", async () => {
  const { server, model } = await serve({});

  const images = await model.draw({ text: "a desk", count: 3, seed: 7, steps: 30, without: "people", guidance: 7 });

  expect(images).toHaveLength(3);
  expect(server.log[0]?.body).toEqual({ model: "painter", prompt: "a desk", n: 3, response_format: "b64_json" });
});

test("a model that will not be asked for the bytes is asked without, from then on", async () => {
  const { server, model } = await serve({ refuses: "response_format" });

  await model.draw({ text: "a desk" });
  await model.draw({ text: "a chair" });

  expect(server.log.map(({ body }) => "response_format" in body)).toEqual([true, false, false]);
});

test.each<[string, ImageScenario, string]>([
  ["a wrong key", { status: 401, body: { error: { message: "Incorrect API key: sk-secret" } } }, "unauthorized"],
  ["a name nobody knows", { status: 404, body: { error: { message: "no such model" } } }, "not_found"],
  ["too many at once", { status: 429, body: { error: { message: "slow down" } } }, "busy"],
  ["no credit", { status: 429, body: { error: { code: "insufficient_quota", message: "quota" } } }, "no_credit"],
  ["a failure of the server", { status: 500, body: {} }, "unavailable"],
  ["its rules", { status: 400, body: { error: { code: "content_policy_violation", message: "Your request was rejected by our safety system." } } }, "filtered"], // prettier-ignore
  ["a size it does not have", { status: 400, body: { error: { message: "Invalid size" } } }, "refused"],
  ["an answer without an image", { body: { data: [{ url: "https://example.com/1.png" }] } }, "garbled"],
  ["an answer that is none", { body: [] }, "garbled"],
  ["silence", { hangs: true }, "silent"],
])("%s is told, and never the key", async (_, scenario, problem) => {
  const { model } = await serve(scenario);

  const error: unknown = await model.draw({ text: "a desk" }).catch((failure: unknown) => failure);

  expect(error).toMatchObject({ code: `image_model.${problem}` });
  expect(String(error)).not.toContain("sk-secret");
});

test("stopping closes the connection", async () => {
  const { server, model } = await serve({ hangs: true });
  const stop = new AbortController();
  const drawing = model.draw({ text: "a desk" }, stop.signal).catch((error: unknown) => error);
  await expect.poll(() => server.log.length).toBe(1);

  stop.abort("stopped");

  expect(await drawing).toBe("stopped");
  await expect.poll(() => server.log[0]?.closed).toBe("client-closed-early");
});
