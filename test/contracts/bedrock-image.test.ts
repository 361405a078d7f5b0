import { afterEach, expect, test, vi } from "vitest";
import { awsClients } from "@docent/core/models/aws/aws-client";
import { bedrockImage } from "@docent/core/models/aws/bedrock-image";
import { type BedrockScenario, fakeBedrock, type FakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import { bedrockSecret, invalid, patienceFor, refusal } from "../scenarios/bedrock.ts";

const servers: FakeBedrock[] = [];
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const drawn: BedrockScenario = { retrieval: { drawing: { images: [png.toString("base64")], error: null } } };
const canvas = "amazon.nova-canvas-v1:0";
const stability = "stability.sd3-5-large-v1:0";

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function serve(model: string, ...scenarios: BedrockScenario[]) {
  const server = await fakeBedrock(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
  const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: bedrockSecret } as const;
  const place = { region: "us-east-1", key, model };
  return { server, model: bedrockImage(awsClients({ retries: 0 }), place, { timeoutMs: patienceFor(scenarios) }) };
}

test.each([canvas, "amazon.titan-image-generator-v2:0", stability, "us.stability.stable-image-core-v1:1"])(
  "%s draws an image",
  async (name) => {
    const { model } = await serve(name, drawn);

    expect(await model.draw({ text: "a desk" })).toEqual([{ type: "image/png", bytes: new Uint8Array(png) }]);
  },
);

test("Nova is told what is wished for, within what it can", async () => {
  const { server, model } = await serve(canvas, drawn);

  await model.draw({ text: "a desk", without: "people", width: 3000, height: 100, count: 9, guidance: 30, seed: 7 });

  expect(jsonOf(server.log[0])).toEqual({
    taskType: "TEXT_IMAGE",
    textToImageParams: { text: "a desk", negativeText: "people" },
    imageGenerationConfig: { numberOfImages: 5, width: 2048, height: 512, cfgScale: 10, seed: 7 },
  });
});

test("Stability is asked once for each image, in the shape that comes nearest", async () => {
  const { server, model } = await serve(stability, drawn);

  const images = await model.draw({ text: "a desk", without: "people", width: 1920, height: 1080, count: 2, seed: 7 });

  expect(images).toHaveLength(2);
  const bodies = server.log.map(jsonOf);
  expect(bodies[0]).toMatchObject({ prompt: "a desk", negative_prompt: "people", aspect_ratio: "16:9" });
  expect(new Set(bodies.map(({ seed }) => seed))).toEqual(new Set([7, 8]));
});

test("what is not wished for is not sent", async () => {
  const { server, model } = await serve(canvas, drawn);

  await model.draw({ text: "a desk" });

  expect(jsonOf(server.log[0])).toEqual({
    taskType: "TEXT_IMAGE",
    textToImageParams: { text: "a desk" },
    imageGenerationConfig: { numberOfImages: 1 },
  });
});

test("a JPEG is told from a PNG by its bytes", async () => {
  const images = [Buffer.from([0xff, 0xd8, 0xff]).toString("base64")];
  const { model } = await serve(stability, { retrieval: { drawing: { images, finish_reasons: [null], seeds: [1] } } });

  expect((await model.draw({ text: "a desk" }))[0]?.type).toBe("image/jpeg");
});

test.each<[string, string, BedrockScenario, string]>([
  ["a wrong key", canvas, { fault: refusal(403, "UnrecognizedClientException") }, "image_model.unauthorized"],
  [
    "a model that is not there",
    canvas,
    { fault: invalid("The provided model identifier is invalid.") },
    "image_model.not_found",
  ],
  ["429", canvas, { fault: refusal(429, "ThrottlingException") }, "image_model.busy"],
  ["silence", canvas, { fault: { type: "hangs" } }, "image_model.silent"],
  [
    "a wish that is blocked",
    canvas,
    { fault: invalid("This request has been blocked by our content filters.") },
    "image_model.filtered",
  ],
  [
    "an image that is blocked",
    canvas,
    {
      retrieval: {
        drawing: { images: [], error: "All of the generated images have been blocked by our content filters." },
      },
    },
    "image_model.filtered",
  ],
  [
    "a wish that is filtered",
    stability,
    { retrieval: { drawing: { finish_reasons: ["Filter reason: prompt"] } } },
    "image_model.filtered",
  ],
  [
    "an error of the model",
    stability,
    { retrieval: { drawing: { finish_reasons: ["Inference error"] } } },
    "image_model.garbled",
  ],
  ["something else", canvas, { retrieval: { drawing: { answer: 42 } } }, "image_model.garbled"],
  ["a model that chats", "meta.llama3-1-70b-instruct-v1:0", drawn, "image_model.model_unsupported"],
])("%s is a typed error that says what to do", async (_, name, scenario, code) => {
  const { model } = await serve(name, scenario);

  const error: unknown = await model.draw({ text: "a desk" }).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  expect((error as Error).message).toMatch(/try again|check|administrator/i);
});

test("stops when its caller does", async () => {
  const { model } = await serve(canvas, { fault: { type: "hangs" } });

  await expect(model.draw({ text: "a desk" }, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
});
