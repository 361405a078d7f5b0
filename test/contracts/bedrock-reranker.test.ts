import { afterAll, afterEach, expect, test, vi } from "vitest";
import { awsClients } from "@docent/core/models/aws/aws-client";
import type { AwsKey } from "@docent/core/models/aws/aws-place";
import { onnxModels } from "@docent/core/models/onnx/onnx-models";
import { rerankers } from "@docent/core/models/rerankers";
import { type BedrockScenario, fakeBedrock, type FakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import { patienceFor } from "../scenarios/bedrock.ts";
import { rerankerContract } from "./reranker.ts";

const secret = "very-secret-key-1234567890";
const iam = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret } as const;
const bearer = { type: "bearer", token: secret } as const;
const onnx = onnxModels({ folder: "" });
const servers: FakeBedrock[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

afterAll(() => onnx.close());

async function serve(
  scenarios: BedrockScenario[],
  key: AwsKey = iam,
  model = "cohere.rerank-v3-5:0",
  region = "us-west-2",
) {
  const server = await fakeBedrock(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", server.url);
  const adapter = rerankers({ onnx, api: { timeoutMs: patienceFor(scenarios) }, aws: awsClients({ retries: 0 }) });
  return { server, reranker: adapter.connect({ provider: "bedrock", region, key, model }) };
}

rerankerContract("bedrock", async () => (await serve([{}])).reranker);
rerankerContract("bedrock in pages", async () => (await serve([{ retrieval: { pageSize: 7 } }])).reranker);
rerankerContract("bedrock by bearer key", async () => (await serve([{}], bearer)).reranker);

const faults: [string, BedrockScenario, string][] = [
  [
    "a wrong key",
    { fault: { type: "refuses", status: 403, name: "UnrecognizedClientException" } },
    "reranker.unauthorized",
  ],
  [
    "a model that is not there",
    { fault: { type: "refuses", status: 404, name: "ResourceNotFoundException" } },
    "reranker.not_found",
  ],
  ["a refusal", { fault: { type: "refuses", status: 400, name: "ValidationException" } }, "reranker.refused"],
  ["429", { fault: { type: "refuses", status: 429, name: "ThrottlingException" } }, "reranker.busy"],
  ["500", { fault: { type: "refuses", status: 500, name: "InternalServerException" } }, "reranker.unavailable"],
  ["silence", { fault: { type: "hangs" } }, "reranker.silent"],
  ["a dropped connection", { fault: { type: "killed" } }, "reranker.unreachable"],
  ["a web page", { fault: { type: "web-page" } }, "reranker.garbled"],
  ["a score too few", { retrieval: { distortion: "one-missing" } }, "reranker.count_wrong"],
  ["the same score twice", { retrieval: { distortion: "one-twice" } }, "reranker.count_wrong"],
  ["scores without numbers", { retrieval: { distortion: "not-numbers" } }, "reranker.garbled"],
];

for (const key of [iam, bearer])
  test.each(faults)(
    `by ${key.type} key, %s is a typed error that says what to do, without the key`,
    async (_, scenario, code) => {
      const { reranker } = await serve([scenario], key);

      const error: unknown = await reranker.rerank("one", ["one", "two"]).catch((caught: unknown) => caught);

      expect(error).toMatchObject({ name: "PublicError", code });
      const { message, cause } = error as Error;
      expect(message).toMatch(/try again|check|administrator|connect/i);
      expect(`${message} ${String(cause)}`).not.toContain("very-secret");
    },
  );

test.each([
  ["us-west-2", "arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0"],
  ["us-gov-west-1", "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.rerank-v1:0"],
])("in %s the model goes by its ARN there", async (region, modelArn) => {
  const { server, reranker } = await serve([{}], iam, "amazon.rerank-v1:0", region);

  await reranker.rerank("one", ["one", "two"]);

  expect(server.log[0]?.path).toBe("/rerank");
  expect(jsonOf(server.log[0])["rerankingConfiguration"]).toEqual({
    type: "BEDROCK_RERANKING_MODEL",
    bedrockRerankingConfiguration: { modelConfiguration: { modelArn }, numberOfResults: 2 },
  });
});

test("a bearer key, which is for models alone, invokes the model itself", async () => {
  const { server, reranker } = await serve([{}], bearer);

  await reranker.rerank("one", ["one", "two"]);

  expect(server.log.map(({ path }) => path)).toEqual(["/model/cohere.rerank-v3-5:0/invoke"]);
  expect(jsonOf(server.log[0])).toEqual({ query: "one", documents: ["one", "two"], top_n: 2, api_version: 2 });
});

test("a role that may not rerank but may invoke models does that, and from then on at once", async () => {
  const message = "User is not authorized to perform: bedrock:Rerank";
  const { server, reranker } = await serve([
    { fault: { type: "refuses", status: 403, name: "AccessDeniedException", message } },
    {},
  ]);

  expect(await reranker.rerank("one", ["one", "two"])).toHaveLength(2);
  await reranker.rerank("one", ["one", "two"]);

  expect(server.log.map(({ path }) => path)).toEqual([
    "/rerank",
    "/model/cohere.rerank-v3-5:0/invoke",
    "/model/cohere.rerank-v3-5:0/invoke",
  ]);
});
