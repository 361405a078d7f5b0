import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { testDesk, type Person, type TestDesk } from "../desk.ts";
import { useModelAt } from "../connect-model.ts";
import { type BedrockScenario, fakeBedrock, type FakeBedrock, jsonOf } from "../fakes/bedrock-server.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { bedrockSecret, denied } from "../scenarios/bedrock.ts";
import { rowsHolding } from "../tables.ts";

const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: bedrockSecret } as const;
const place = { region: "us-west-2", knowledgeBase: "KB12345678", results: 5 };
const found: BedrockScenario = {
  retrieval: {
    passages: [
      {
        content: {
          type: "TEXT",
          text: "Whoever becomes a parent may stay at home for twelve weeks, which is zyxquark.",
        },
        location: { type: "S3", s3Location: { uri: "s3://documents/handbook/leave.pdf" } },
        score: 0.8,
      },
      {
        content: { type: "TEXT", text: "The printer stands upstairs." },
        location: { type: "WEB", webLocation: { url: "https://intranet.example/printer" } },
        score: 0.4,
      },
    ],
  },
};

let desk: TestDesk;
let admin: Person;
let bedrock: FakeBedrock;
let model: FakeOpenAi;
let libraryId: string;

beforeAll(async () => {
  bedrock = await fakeBedrock(found);
  model = await fakeOpenAi();
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", bedrock.url);
  desk = await testDesk();
  admin = await desk.setUp();
  libraryId = (await admin.client.library.create.mutate({ name: "At AWS" })).id;
});

afterEach(() => {
  bedrock.play(found);
  bedrock.log.length = 0;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await desk.end();
  await bedrock[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

async function outcomeOf(question: string) {
  const last = (await admin.ask(question)).at(-1);
  if (last?.type !== "finished") throw new Error(`the run ended as ${JSON.stringify(last)}`);
  return last.outcome;
}

test("a knowledge base is tried, connected to a library and shown without its key", async () => {
  const tried = await admin.client.knowledgeBase.try.mutate({ libraryId, place, key });
  bedrock.play({ fault: denied("not authorized to perform: bedrock:Retrieve") });
  const refused = await admin.client.knowledgeBase.try.mutate({ libraryId, place, key });
  await admin.client.knowledgeBase.connect.mutate({ libraryId, place, key });

  expect(tried).toMatchObject({ ok: true, message: "handbook/leave.pdf" });
  expect(refused).toMatchObject({ ok: false, code: "knowledge_base.unauthorized" });
  const shown = await admin.client.knowledgeBase.get.query({ libraryId });
  expect(shown).toEqual({ place, key: "iam" });
  expect(await admin.client.library.list.query()).toContainEqual(
    expect.objectContaining({ id: libraryId, managed: true, documents: 0 }),
  );
  expect((await admin.client.document.list.query({ libraryId })).total).toBe(0);
  expect(await rowsHolding(desk.local.ports.db, bedrockSecret)).toEqual([]);
});

test("without a model what it found is quoted where it holds the words asked for, else only shown", async () => {
  const quoted = await outcomeOf("How many weeks may a parent stay at home?");
  const shown = await outcomeOf("Who repairs bicycles?");

  expect(quoted.text).toContain("twelve weeks");
  expect(quoted.sources[0]).toMatchObject({
    title: "leave.pdf",
    location: "s3://documents/handbook/leave.pdf",
    cited: true,
  });
  expect(shown.tier).toBe("candidates");
});

test("a model answers from it, cites it by the file's name, and is told to refuse what does not fit", async () => {
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "m" });
  model.play({ text: "Twelve weeks [1], and the code is zyxquark." });

  const answered = await outcomeOf("家长可以休多久的假？");

  const asked = JSON.stringify(model.log.at(-1)?.body.messages);
  expect(answered.tier).toBe("hedged");
  expect(answered.sources.find(({ cited }) => cited)).toMatchObject({
    title: "leave.pdf",
    quote: expect.stringContaining("twelve weeks") as string,
  });
  expect(asked).toContain("It is uncertain whether these passages fit the question");
  expect(asked).toContain("leave.pdf");
  expect(jsonOf(bedrock.log[0])).toMatchObject({
    retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5, overrideSearchType: "HYBRID" } },
  });
  const trace = await admin.client.trace.get.query({ runId: await lastRun() });
  expect(JSON.stringify(trace.passages)).toContain("elsewhere");
});

test("with documents of one's own both are read, in turns", async () => {
  await admin.add(libraryId, "leave.md", "# Leave\n\nA parent who adopts may stay at home for six weeks.");
  model.play({ text: "Six [1] or twelve [2]." });

  const { sources } = await outcomeOf("How many weeks may a parent stay at home?");

  expect(sources.map(({ title }) => title).slice(0, 2)).toEqual(["Leave", "leave.pdf"]);
  expect(sources.map(({ location }) => location !== undefined).slice(0, 2)).toEqual([false, true]);
});

test("when it fails, the library's own documents answer and that it was missing is said; without any it is the failure", async () => {
  bedrock.play({ fault: denied("not authorized to perform: bedrock:Retrieve") });
  model.play({ text: "Six weeks [1]." });

  expect(await outcomeOf("How many weeks may a parent stay at home?")).toMatchObject({
    degraded: "knowledge_base.failed",
  });
  const [own] = (await admin.client.document.list.query({ libraryId })).items;
  await admin.client.document.remove.mutate({ ids: [own?.id ?? ""] });
  expect((await admin.ask("How many weeks may a parent stay at home?")).at(-1)).toMatchObject({
    error: { code: "knowledge_base.unauthorized" },
  });
});

test("a key is not used for another region, and what is wrong is said", async () => {
  const elsewhere = { ...place, region: "eu-west-1" };
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("HOME", "/nowhere");

  const tried = await admin.client.knowledgeBase.try.mutate({ libraryId, place: elsewhere });
  const wrong = admin.client.knowledgeBase.connect.mutate({ libraryId, place: { ...place, knowledgeBase: "short" } });

  expect(tried).toMatchObject({ ok: false, code: "knowledge_base.unauthorized" });
  expect(bedrock.log).toHaveLength(0);
  await expect(wrong).rejects.toMatchObject({ data: { code: "request.invalid" } });
});

test("disconnected, it is asked no more, and what was answered from it is taken back", async () => {
  expect((await rowsHolding(desk.local.ports.db, "zyxquark")).length).toBeGreaterThan(0);
  await expect(admin.client.library.remove.mutate({ id: libraryId })).rejects.toMatchObject({
    data: { code: "library.managed" },
  });

  await admin.client.knowledgeBase.disconnect.mutate({ libraryId });

  expect(await admin.client.knowledgeBase.get.query({ libraryId })).toBeNull();
  expect((await outcomeOf("How many weeks may a parent stay at home?")).sources).toEqual([]);
  expect(bedrock.log).toHaveLength(0);
  await vi.waitFor(async () => expect(await rowsHolding(desk.local.ports.db, "zyxquark")).toEqual([]), 20_000);
  await admin.client.library.remove.mutate({ id: libraryId });
});

async function lastRun(): Promise<string> {
  const [conversation] = await admin.client.conversation.list.query();
  const { turns } = await admin.client.conversation.get.query({ id: conversation?.id ?? "" });
  return turns.at(-1)?.runId ?? "";
}
