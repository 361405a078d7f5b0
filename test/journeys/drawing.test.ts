import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "@docent/core/id";
import { testDesk, type Person, type TestDesk } from "../desk.ts";
import { fakeBedrock, jsonOf, type FakeBedrock } from "../fakes/bedrock-server.ts";
import { fakeImages, type FakeImages } from "../fakes/image-server.ts";
import { png } from "../fixtures/picture-files.ts";

let desk: TestDesk;
let admin: Person;
let images: FakeImages;
let bedrock: FakeBedrock;
let painter: string;

beforeAll(async () => {
  images = await fakeImages({ image: png(32, 16) });
  bedrock = await fakeBedrock({ retrieval: { drawing: { images: [Buffer.from(png()).toString("base64")] } } });
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.url);
  desk = await testDesk();
  admin = await desk.setUp();
  const place = { provider: "openai" as const, baseUrl: images.baseUrl, model: "painter" };
  painter = (await admin.client.model.add.mutate({ kind: "image", name: "Painter", place })).id;
}, 60_000);

afterAll(async () => {
  await desk.end();
  await images[Symbol.asyncDispose]();
  await bedrock[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function ask(question: string, more: { draws?: boolean; retryOf?: string; conversationId?: string } = {}) {
  const ids = { runId: newId("run"), conversationId: more.conversationId ?? newId("conversation") };
  await admin.client.chat.ask.mutate({ ...more, ...ids, question });
  return ids;
}

async function ended(conversationId: string) {
  const last = async () => (await admin.client.conversation.get.query({ id: conversationId })).turns.at(-1);
  await expect.poll(async () => (await last())?.state, { timeout: 10_000 }).toMatch(/finished|failed|stopped/);
  return (await last())!;
}

const draw = async (...asked: Parameters<typeof ask>) => ended((await ask(...asked)).conversationId);

test("without a model that draws, a wish is told so", async () => {
  expect(await admin.client.picture.drawing.query()).toBeNull();

  const turn = await draw("/image a red fox");

  expect(turn).toMatchObject({ state: "failed", error: { code: "drawing.no_model" } });
});

test("what is wished for is drawn, kept as its person's own, and told with its settings", async () => {
  await admin.client.model.use.mutate({ use: "image", id: painter });
  expect(await admin.client.picture.drawing.query()).toEqual({ name: "Painter" });

  const turn = await draw("/image a red fox --width 1024 --height 512 --batch_size 2 --seed 7");

  expect(images.log.at(-1)?.body).toMatchObject({ prompt: "a red fox", n: 2, size: "1024x512" });
  expect(turn).toMatchObject({ state: "finished", outcome: { modelName: "Painter", text: "", sources: [] } });
  const drawn = turn.outcome?.drawn ?? [];
  const drawing = { text: "a red fox", settings: { width: 1024, height: 512, batch_size: 2 }, unsent: ["seed"] };
  expect(drawn).toMatchObject([
    { origin: "drawn", type: "image/png", width: 32, height: 16, drawing },
    { origin: "drawn", drawing },
  ]);
  const response = await fetch(`${desk.url}/api/pictures/${drawn[0]?.id}`, { headers: admin.headers });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(png(32, 16));
});

test("words alone are drawn when a picture is asked for, and drawn anew when they are tried again", async () => {
  const { runId, conversationId } = await ask("a blue hen", { draws: true });
  await ended(conversationId);

  await ask("a blue hen", { conversationId, retryOf: runId });
  const turn = await ended(conversationId);

  expect(images.log.at(-1)?.body).toMatchObject({ prompt: "a blue hen" });
  expect(turn.outcome?.drawn).toHaveLength(1);
});

test.each([
  ["/image", "drawing.text_missing"],
  ["/image a fox --sampler euler_a", "drawing.option_unknown"],
  ["/image a fox --width huge", "drawing.option_invalid"],
])("%s is not sent, and what is wrong is told", async (question, code) => {
  const before = images.log.length;

  expect(await draw(question)).toMatchObject({ state: "failed", error: { code } });
  expect(images.log).toHaveLength(before);
});

test("rules of the provider, and what is no picture, are told", async () => {
  images.play({ status: 400, body: { error: { message: "rejected by our safety system" } } });
  expect(await draw("/image a fox")).toMatchObject({ error: { code: "image_model.filtered" } });
  images.play({ image: new TextEncoder().encode("<svg/>") });
  expect(await draw("/image a fox")).toMatchObject({ error: { code: "picture.type_unknown" } });
});

test("stopping a drawing ends the request", async () => {
  images.play({ hangs: true });
  const before = images.log.length;
  const { runId, conversationId } = await ask("/image a fox");
  await expect.poll(() => images.log.length).toBeGreaterThan(before);

  await admin.client.chat.stop.mutate({ runId });

  expect(await ended(conversationId)).toMatchObject({ state: "stopped" });
  await expect.poll(() => images.log.at(-1)?.closed).toBe("client-closed-early");
});

test("a model in Bedrock draws too, and is tried by an administrator", async () => {
  const place = { provider: "bedrock" as const, region: "us-east-1", model: "amazon.nova-canvas-v1:0" };
  const key = { type: "iam" as const, accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-real-secret" };
  const { id } = await admin.client.model.add.mutate({ kind: "image", name: "Canvas", place, key });
  expect(await admin.client.model.try.mutate({ kind: "image", id, place })).toMatchObject({ ok: true });
  await admin.client.model.use.mutate({ use: "image", id });

  const turn = await draw("/image a fox --negative_prompt snow --cfg_scale 7 --seed 7 --steps 30");

  expect(jsonOf(bedrock.log.at(-1))).toMatchObject({
    textToImageParams: { text: "a fox", negativeText: "snow" },
    imageGenerationConfig: { cfgScale: 7, seed: 7 },
  });
  expect(turn.outcome?.drawn?.[0]?.drawing).toMatchObject({ model: "Canvas", unsent: ["steps"] });
});

test("a model is of the kind that it is used as", async () => {
  await expect(admin.client.model.use.mutate({ use: "chat", id: painter })).rejects.toThrow(/another kind/);
  const place = { provider: "onnx" as const, model: "none" };
  await expect(admin.client.model.add.mutate({ kind: "image", name: "None", place })).rejects.toThrow(
    /openai, bedrock/,
  );
});
