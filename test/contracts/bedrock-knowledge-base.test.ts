import { afterEach, expect, test, vi } from "vitest";
import { awsClients } from "@docent/core/models/aws/aws-client";
import { bedrockKnowledgeBase } from "@docent/core/models/aws/bedrock-knowledge-base";
import type { KnowledgeBaseAddress } from "@docent/core/models/knowledge-base";
import { type BedrockScenario, fakeBedrock, type FakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import { bedrockSecret, denied, invalid, patienceFor, refusal } from "../scenarios/bedrock.ts";

const servers: FakeBedrock[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function serve(scenarios: BedrockScenario[], place: Partial<KnowledgeBaseAddress> = {}) {
  const server = await fakeBedrock(...scenarios);
  servers.push(server);
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", server.url);
  const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: bedrockSecret } as const;
  const address = { region: "us-west-2", key, knowledgeBase: "KB12345678", ...place };
  const retrieve = bedrockKnowledgeBase(awsClients({ retries: 0 }), address, { timeoutMs: patienceFor(scenarios) });
  return { server, retrieve };
}

const passages = [
  {
    content: { type: "TEXT", text: "Parents may stay at home for twelve weeks." },
    location: { type: "S3", s3Location: { uri: "s3://documents/handbook/leave.pdf" } },
    score: 0.8,
  },
  {
    content: { type: "IMAGE", byteContent: "data:" },
    location: { type: "S3", s3Location: { uri: "s3://documents/a.png" } },
  },
  {
    content: { type: "TEXT", text: "The printer stands upstairs." },
    location: { type: "WEB", webLocation: { url: "https://intranet.example/printer" } },
    score: 0.4,
  },
];
const found: BedrockScenario = { retrieval: { passages } };

test("gives the passages with the names of their files, those without text left out", async () => {
  const { server, retrieve } = await serve([found]);

  expect(await retrieve("how long", 5)).toEqual([
    {
      text: "Parents may stay at home for twelve weeks.",
      title: "handbook/leave.pdf",
      source: "s3://documents/handbook/leave.pdf",
      score: 0.8,
    },
    {
      text: "The printer stands upstairs.",
      title: "https://intranet.example/printer",
      source: "https://intranet.example/printer",
      score: 0.4,
    },
  ]);
  expect(server.log[0]?.path).toBe("/knowledgebases/KB12345678/retrieve");
  expect(jsonOf(server.log[0])).toEqual({
    retrievalQuery: { text: "how long" },
    retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5, overrideSearchType: "HYBRID" } },
  });
});

test("a long question is asked by its first thousand characters, and a reranker goes by its ARN", async () => {
  const { server, retrieve } = await serve([found], { reranker: "amazon.rerank-v1:0" });

  await retrieve("how long ".repeat(500), 5);

  const { retrievalQuery, retrievalConfiguration } = jsonOf(server.log[0]) as {
    retrievalQuery: { text: string };
    retrievalConfiguration: { vectorSearchConfiguration: { rerankingConfiguration: unknown } };
  };
  expect(retrievalQuery.text).toHaveLength(1000);
  expect(retrievalConfiguration.vectorSearchConfiguration.rerankingConfiguration).toEqual({
    type: "BEDROCK_RERANKING_MODEL",
    bedrockRerankingConfiguration: {
      modelConfiguration: { modelArn: "arn:aws:bedrock:us-west-2::foundation-model/amazon.rerank-v1:0" },
      numberOfRerankedResults: 5,
    },
  });
});

test("a store that knows no words is searched by meaning alone, once learnt at once", async () => {
  const { server, retrieve } = await serve([
    { fault: invalid("HYBRID search is not supported by the vector store of this knowledge base.") },
    found,
  ]);

  expect(await retrieve("how long", 5)).toHaveLength(2);
  await retrieve("how long", 5);

  const types = server.log.map((request) => JSON.stringify(jsonOf(request)).match(/HYBRID|SEMANTIC/)?.[0]);
  expect(types).toEqual(["HYBRID", "SEMANTIC", "SEMANTIC"]);
});

test.each<[string, BedrockScenario, string]>([
  ["a wrong key", { fault: refusal(403, "UnrecognizedClientException") }, "knowledge_base.unauthorized"],
  [
    "a missing permission",
    { fault: denied("not authorized to perform: bedrock:Retrieve") },
    "knowledge_base.unauthorized",
  ],
  ["one that is not there", { fault: refusal(404, "ResourceNotFoundException") }, "knowledge_base.not_found"],
  ["429", { fault: refusal(429, "ThrottlingException") }, "knowledge_base.busy"],
  ["silence", { fault: { type: "hangs" } }, "knowledge_base.silent"],
  ["a dropped connection", { fault: { type: "killed" } }, "knowledge_base.unreachable"],
])("%s is a typed error that says what to do", async (_, scenario, code) => {
  const { retrieve } = await serve([scenario]);

  const error: unknown = await retrieve("how long", 5).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ name: "PublicError", code });
  expect((error as Error).message).toMatch(/try again|check|administrator/i);
});

test("a bearer key opens none, and that is said without asking", async () => {
  const { server, retrieve } = await serve([found], { key: { type: "bearer", token: bedrockSecret } });

  await expect(retrieve("how long", 5)).rejects.toMatchObject({ code: "knowledge_base.unauthorized" });
  expect(server.log).toHaveLength(0);
});

test("stops when its caller does", async () => {
  const { retrieve } = await serve([{ fault: { type: "hangs" } }]);

  await expect(retrieve("how long", 5, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
});
