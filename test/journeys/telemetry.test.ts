import { expect, test } from "vitest";
import type { Config } from "@docent/core/config";
import { newId } from "@docent/core/id";
import { readEnvironment } from "@docent/functions/compose/environment";
import { useModelAt } from "../connect-model.ts";
import { testDesk } from "../desk.ts";
import { fakeOpenAi } from "../fakes/openai-server.ts";
import { otlpReceiver } from "../fakes/otlp-receiver.ts";

const question = "How many days of paid leave does everybody get a year?";
const counted = { text: "Thirty days [1].", usage: { prompt_tokens: 1_000, completion_tokens: 20 } };
const traceId = "0af7651916cd43dd8448eb211c80319c";
const caller = `00-${traceId}-b7ad6b7169203331-01`;

/** Asks a desk that is told so, and ends it: by then everything is sent. */
async function answerAt(config: Partial<Config>): Promise<{ runId: string; state: string }> {
  await using model = await fakeOpenAi(counted);
  const desk = await testDesk(config);
  try {
    const admin = await desk.setUp();
    await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
    const { id } = await admin.client.library.create.mutate({ name: "Handbook" });
    await admin.add(id, "leave.md", "# Paid leave\n\nEverybody gets thirty days of paid leave a year.");
    const [conversationId, runId] = [newId("conversation"), newId("run")];
    const asked = await fetch(`${desk.url}/trpc/chat.ask`, {
      method: "POST",
      headers: { ...admin.headers, "content-type": "application/json", traceparent: caller },
      body: JSON.stringify({ conversationId, runId, question }),
    });
    expect(asked.status).toBe(200);
    const turn = async () => (await admin.client.conversation.get.query({ id: conversationId })).turns[0];
    await expect.poll(async () => (await turn())?.state, { timeout: 20_000 }).toMatch(/finished|failed/);
    return { runId, state: (await turn())?.state ?? "" };
  } finally {
    await desk.end();
  }
}

test("a collector hears of an answer, its stages and its calls of models, and not what was asked or answered", async () => {
  await using collector = await otlpReceiver();
  const { runId } = await answerAt({ otelEndpoint: collector.url, otelHeaders: { "x-team": "desk" } });

  const root = collector.spans.find(({ name }) => name === "answer");
  expect(root?.attributes).toMatchObject({
    "docent.run.id": runId,
    "docent.tier": "answer",
    "docent.run.state": "finished",
  });
  const below = collector.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
  expect(below.map(({ name }) => name)).toEqual(expect.arrayContaining(["search", "model"]));
  const call = below.find(({ attributes }) => attributes["gen_ai.operation.name"] === "chat");
  expect(call?.attributes).toMatchObject({
    "gen_ai.provider.name": "openai",
    "gen_ai.usage.input_tokens": 1_000,
    "gen_ai.usage.output_tokens": 20,
    "docent.stage": "answer",
  });
  for (const { startTimeUnixNano, endTimeUnixNano } of collector.spans) {
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
  }
  expect([...collector.metrics]).toEqual(
    expect.arrayContaining(["docent.questions", "docent.answer.duration", "gen_ai.client.token.usage"]),
  );
  expect(collector.bodies.join("\n")).not.toMatch(/paid leave|Thirty days/i);
  expect(new Set(collector.headers)).toEqual(new Set(["desk"]));
  expect(root?.traceId).toBe(traceId);
}, 120_000);

test("questions and answers go along when the desk is told so", async () => {
  await using collector = await otlpReceiver();
  await answerAt({ otelEndpoint: collector.url, otelContent: true });
  const root = collector.spans.find(({ name }) => name === "answer");
  expect(root?.attributes).toMatchObject({ "docent.question": question, "docent.answer": counted.text });
}, 120_000);

test("a collector that is not there keeps nobody from an answer, nor the desk from ending", async () => {
  expect(await answerAt({ otelEndpoint: "http://127.0.0.1:9" })).toMatchObject({ state: "finished" });
}, 120_000);

test("the usual variables configure it, and a wrong one is named", () => {
  const config = readEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x-team=desk",
    OTEL_SERVICE_NAME: "desk",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.25",
  });
  expect(config).toMatchObject({
    otelEndpoint: "http://127.0.0.1:4318",
    otelHeaders: { authorization: "Bearer abc", "x-team": "desk" },
    otelServiceName: "desk",
    otelSampler: "parentbased_traceidratio",
    otelSamplerShare: 0.25,
    otelContent: false,
  });
  expect(readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: "" }).otelEndpoint).toBe("");
  expect(() => readEnvironment({ OTEL_TRACES_SAMPLER: "sometimes" })).toThrow(/OTEL_TRACES_SAMPLER/);
});
