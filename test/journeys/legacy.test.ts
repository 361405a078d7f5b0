import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { testDesk, type Person, type TestDesk } from "../desk.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { useModelAt } from "../connect-model.ts";

type Json = Record<string, unknown>;
interface Answered extends Json {
  choices: { text: string }[];
  extra_info: { recall_knowledge?: Json[] };
  not_honoured?: { field: string; why: string }[];
}

let desk: TestDesk;
let admin: Person;
let model: FakeOpenAi;
let key: string;
let libraryId: string;

beforeAll(async () => {
  model = await fakeOpenAi();
  desk = await testDesk();
  admin = await desk.setUp();
  libraryId = (await admin.client.library.create.mutate({ name: "Handbook" })).id;
  await admin.add(libraryId, "leave.md", "# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await admin.add(libraryId, "gate.faq", "Question: When does the gate close?\nAnswer: At ten in the evening.\n");
  key = await keyFor(["ask", "read", "write"]);
}, 120_000);
afterAll(async () => {
  await desk.end();
  await model[Symbol.asyncDispose]();
});

async function keyFor(scopes: ("ask" | "read" | "write")[]): Promise<string> {
  return (await admin.client.apiKey.create.mutate({ name: "old program", scopes, days: 1 })).key;
}

async function post(event: unknown, by = key): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${desk.url}/api/legacy`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(by && { authorization: `Bearer ${by}` }) },
    body: typeof event === "string" ? event : JSON.stringify(event),
  });
  return { status: response.status, json: (await response.json()) as Json };
}

async function chat(event: Json, by = key): Promise<Answered> {
  const { status, json } = await post(event, by);
  expect({ status, json }).toMatchObject({ status: 200, json: { statusCode: 200 } });
  const [answered] = json["body"] as Answered[];
  if (!answered) throw new Error("no answer");
  return answered;
}

const textOf = ({ choices }: Answered) => choices[0]?.text ?? "";

/** As the published example of a call has it, truth in words included. */
const example = {
  msgid: "id-1700000000000-a1b2c3",
  chat_name: "web_chat_sam",
  prompt: "How many days of paid leave do I get?",
  use_qa: "True",
  multi_rounds: "False",
  hide_ref: "False",
  use_stream: "False",
  use_trace: "False",
  max_tokens: 2048,
  temperature: 0.1,
  obj_prefix: "ai-content/",
};

test("the published example is answered in the shape that clients read", async () => {
  const answered = await chat(example);

  expect(answered).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    msgid: "id-1700000000000-a1b2c3_res",
    use_stream: false,
    query: example.prompt,
    created: expect.any(Number) as number,
    useTime: expect.any(Number) as number,
    model: "main_brain",
    choices: [{ text: expect.stringContaining("thirty days") as string }],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    extra_info: {},
  });
  expect(textOf(answered)).toMatch(
    /\*\*Refer to 1 knowledge:\*\*\n\n\[1\] Leave \| score: \d\.\d{3} \| rank_score: 0\.000 \| Administrator\nEverybody/,
  );
});

test("the list below the answer is left out when it is not wanted", async () => {
  const answered = await chat({ ...example, msgid: "h", hide_ref: true });
  expect(textOf(answered)).not.toContain("Refer to");
});

test("a question that is sent again is asked once, and the same words later are a question of their own", async () => {
  const first = await chat({ ...example, chat_name: "again", msgid: "m-1" });
  const second = await chat({ ...example, chat_name: "again", msgid: "m-1" });
  await chat({ ...example, chat_name: "again", msgid: "m-1", prompt: "When does the gate close?" });

  expect(textOf(second)).toBe(textOf(first));
  const conversations = await admin.client.conversation.list.query();
  const again = await Promise.all(conversations.map(({ id }) => admin.client.conversation.get.query({ id })));
  expect(again.find(({ turns }) => turns.some(({ question }) => question.includes("gate")))?.turns).toHaveLength(2);
});

test("a session is cleared by its command, and those of a program's users are kept apart", async () => {
  await chat({ ...example, chat_name: "room", user_id: "sam", msgid: "s" });
  await chat({ ...example, chat_name: "room", user_id: "kim", msgid: "k" });
  const before = (await admin.client.conversation.list.query()).length;

  expect(textOf(await chat({ chat_name: "room", user_id: "sam", prompt: "/rs" }))).toBe("历史对话已清空");
  expect(textOf(await chat({ chat_name: "room", user_id: "nobody", prompt: "/rs" }))).toBe("历史对话已清空");
  expect(await admin.client.conversation.list.query()).toHaveLength(before - 1);
});

test("the session for testers shows what was recalled and is not kept", async () => {
  const before = (await admin.client.conversation.list.query()).length;
  const answered = await chat({ ...example, chat_name: "OnlyForDEBUG" });

  expect(answered.extra_info).toMatchObject({
    query_input: example.prompt,
    opensearch_knn_respose: [],
    recall_knowledge: [
      {
        doc: expect.stringContaining("thirty days") as string,
        doc_title: "Leave",
        doc_type: "Paragraph",
        doc_author: "Administrator",
        score: expect.any(Number) as number,
        rank_score: 0,
      },
    ],
  });
  expect(await admin.client.conversation.list.query()).toHaveLength(before);
});

test("only what is recalled can be asked for", async () => {
  const answered = await chat({
    chat_name: "x",
    prompt: "When does the gate close?",
    retrieve_only: true,
    channel_cnt: 5,
  });

  expect(textOf(answered)).toBe("");
  expect(answered.extra_info.recall_knowledge?.[0]).toMatchObject({
    doc_type: "Question",
    doc_category: "FAQ",
    doc: "Question: When does the gate close?\nAnswer: At ten in the evening.",
  });
});

test("what the documents do not hold is refused in the words that were sent, and no sources stand below", async () => {
  const answered = await chat({
    ...example,
    msgid: "r",
    prompt: "Which planet has the longest day?",
    refuse_strategy: "SAY_DONT_KNOW",
    refuse_answer: "请问问人事部。",
  });
  expect(textOf(answered)).toBe("请问问人事部。");
});

test("how an answer came about is told to editors by a key that may read, and to no one else", async () => {
  const traced = textOf(await chat({ ...example, msgid: "t", use_trace: true }));
  const untraced = await chat({ ...example, msgid: "u", use_trace: true }, await keyFor(["ask"]));

  expect(traced).toMatch(
    /^\*\*trace start\*\*.*\*\*strategy:\*\* WITH_LLM.*\*\*Total running time : \d+\.\d{3}s\*\*$/s,
  );
  expect(textOf(untraced)).not.toContain("trace start");
  expect(untraced.not_honoured).toEqual([{ field: "use_trace", why: expect.stringContaining("read") as string }]);
});

test("fields that cannot be followed are named, and the question is answered all the same", async () => {
  const answered = await chat({
    ...example,
    msgid: "n",
    use_stream: true,
    company: "somebody-else",
    OPENAI_API_KEY: "sk-none",
    ws_endpoint: "https://169.254.169.254/",
    imgurl: ["bucket/images/a.png"],
    template_id: "1710000000000-gone00",
    model_name: "claude",
    refuse_strategy: "WITH_LLM",
    brand_new: 1,
  });

  expect(textOf(answered)).toContain("thirty days");
  expect(answered.not_honoured?.map(({ field }) => field).toSorted()).toEqual(
    ["OPENAI_API_KEY", "brand_new", "company", "imgurl", "model_name", "refuse_strategy", "template_id", "use_stream", "ws_endpoint"], // prettier-ignore
  );
});

test("with a model: without the knowledge base it answers by itself, as whom it is told to be, and remembers only when asked to", async () => {
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
  const event = {
    chat_name: "talk",
    prompt: "Tell me a joke",
    system_role: "Bo",
    system_role_prompt: "You are merry.",
  };
  model.play({ text: "A joke." });
  expect(textOf(await chat({ ...event, msgid: "1" }))).toBe("A joke.");
  expect(JSON.stringify(model.log.at(-1)?.body)).toMatch(/You are merry\..*You are called Bo\./s);
  model.play({ text: "Another." });
  await chat({ ...event, msgid: "2", prompt: "One more" });
  expect(JSON.stringify(model.log.at(-1)?.body)).not.toContain("A joke.");
  model.play({ text: "A third." });
  const third = await chat({ ...event, msgid: "3", prompt: "Tell me yet another joke", multi_rounds: true });
  expect(JSON.stringify(model.log.at(-1)?.body)).toContain("Another.");
  expect(third).toMatchObject({ usage: { total_tokens: expect.any(Number) as number } });
  await admin.client.model.use.mutate({ use: "chat", id: null });
});

test("a spent budget stops old programs too, with a status that says so", async () => {
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "fake" });
  const budget = { subject: { type: "company" as const }, period: "day" as const, timeZone: "UTC", tokensMax: 1 };
  const { id } = await admin.client.budget.add.mutate(budget);

  expect(await post({ ...example, msgid: "spent" })).toMatchObject({ status: 429, json: { code: "budget.spent" } });
  await admin.client.budget.remove.mutate({ id });
  await admin.client.model.use.mutate({ use: "chat", id: null });
});

test.each([
  ["no key", example, "", 401, "actor.user_required"],
  ["a key that was made up", example, "docent_nonsense", 401, "actor.user_required"],
  ["no JSON", "{", undefined, 400, "request.invalid"],
  ["a list", [example], undefined, 400, "request.invalid"],
  ["no session", { prompt: "x" }, undefined, 400, "request.invalid"],
  ["no question", { chat_name: "x" }, undefined, 400, "request.invalid"],
  ["an empty question", { ...example, prompt: " " }, undefined, 400, "run.question_empty"],
  ["truth that is none", { ...example, use_qa: "perhaps" }, undefined, 400, "request.invalid"],
  ["an unknown method", { method: "put", resource: "docs" }, undefined, 400, "request.unsupported"],
  ["an unknown resource", { method: "get", resource: "users" }, undefined, 400, "request.unsupported"],
  ["a body that is no object", { method: "post", resource: "template", body: "[" }, undefined, 400, "request.invalid"],
  [
    "a document that is not there",
    { method: "delete", resource: "docs", filename: "no.md" },
    undefined,
    404,
    "document.not_found",
  ],
  [
    "a template that is not there",
    { method: "get", resource: "template", id: "none" },
    undefined,
    404,
    "template.not_found",
  ],
  [
    "an answer that nobody gave",
    { method: "post", resource: "feedback", session_id: "s", msgid: "none", action: "thumbs-up" },
    undefined,
    404,
    "run.not_found",
  ],
  [
    "an unknown action",
    { method: "post", resource: "feedback", msgid: "m", action: "shrug" },
    undefined,
    400,
    "request.unsupported",
  ],
] as const)(
  "%s is refused with a status of its own and a sentence where clients look for the answer",
  async (_, event, by, status, code) => {
    const refused = await post(event, by);

    expect(refused).toMatchObject({
      status,
      json: { statusCode: status, code, message: expect.any(String) as string },
    });
    const { body, message } = refused.json;
    if (typeof body !== "string") expect(body).toMatchObject([{ choices: [{ text: message }] }]);
  },
);

test("documents are listed as rows, and removed by their name", async () => {
  await admin.add(libraryId, "old.md", "# Old\n\nGoes away.");
  const { json } = await post({ method: "get", resource: "docs", company: "default" });

  expect(json["body"]).toContainEqual({
    filename: "old.md",
    username: "Administrator",
    company: "default",
    index_name: "Handbook",
    embedding_model: "docent",
    category: "",
    createtime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as string,
  });
  const remove = {
    method: "delete",
    resource: "docs",
    filename: "old.md",
    embedding_model: "docent",
    index_name: "Handbook",
  };
  expect(await post(remove, await keyFor(["ask", "read"]))).toMatchObject({
    status: 403,
    json: { code: "api_key.scope" },
  });
  expect(await post(remove)).toMatchObject({ status: 200 });
  const left = (await post({ method: "get", resource: "docs" })).json["body"] as Json[];
  expect(left.map(({ filename }) => filename)).toEqual(["gate.faq", "leave.md"]);
});

test("templates are made, made anew under their id, used in a question, and removed", async () => {
  const body = {
    id: "1710000000009-aaaaaa",
    template_name: "Brief",
    template: "Be brief. {context} {question}",
    comment: "",
  };
  expect(await post({ method: "post", resource: "template", body })).toMatchObject({ json: { body: { id: body.id } } });
  const changed = JSON.stringify({ ...body, template: "Be very brief. {context} {question}" });
  await post({ method: "post", resource: "template", body: changed });

  const { json } = await post({ method: "get", resource: "template", id: body.id });
  expect(json["body"]).toMatchObject({ template_name: "Brief", template: "Be very brief. {context} {question}" });
  const answered = await chat({ ...example, msgid: "tt", template_id: body.id });
  expect(answered.not_honoured).toBeUndefined();
  await post({ method: "delete", resource: "template", body: { id: body.id } });
  expect((await post({ method: "get", resource: "template" })).json["body"]).toEqual([]);
});

test("feedback is kept by the message, listed by pages, put into a library, and taken back", async () => {
  await chat({ ...example, chat_name: "rated", msgid: "f-1" });
  const said = { method: "post", resource: "feedback", session_id: "rated", msgid: "f-1_res" };
  await post({ ...said, body: { action: "thumb-down", feedback: "Thirty-one days since May.", username: "sam" } });
  await post({
    ...said,
    msgid: "f-0",
    action: "new-added",
    question: "Where do I park?",
    feedback: "Behind the house.",
  });

  const page = { method: "get", resource: "feedback", pagesize: 1 };
  const first = (await post(page)).json["body"] as { items: Json[]; total_cnt: number; pageindex_key: string };
  const second = (await post({ ...page, pageindex_key: first.pageindex_key })).json["body"] as typeof first;
  expect([first.total_cnt, second.pageindex_key]).toEqual([2, ""]);
  const items = [...first.items, ...second.items];
  expect(items.map(({ action, feedback }) => [action, feedback])).toEqual(
    expect.arrayContaining([
      ["thumbs-down", "Thirty-one days since May."],
      ["new-added", "Behind the house."],
    ]),
  );
  const row = items.find(({ action }) => action === "new-added");
  const foreign = { method: "delete", resource: "feedback", msgid: row?.["msgid"] };
  expect(await post(foreign, await keyFor(["ask"]))).toMatchObject({ status: 403, json: { code: "api_key.scope" } });
  const inject = { method: "post", resource: "feedback", "session-id": "", msgid: row?.["msgid"], action: "injected" };
  expect(await post(inject)).toMatchObject({ status: 200 });
  const filteringTokens = [{ propertyKey: "action", operator: "=", value: "injected" }];
  expect((await post({ ...page, filteringTokens })).json["body"]).toMatchObject({
    items: [{ question: "Where do I park?", action: "injected" }],
  });
  await post({ ...said, method: "delete" });
  expect((await post(page)).json["body"]).toMatchObject({ total_cnt: 1 });
});

test("over a socket the answer comes in frames, then its sources, then the end", async () => {
  const frames = await framesOf({
    action: "sendprompt",
    payload: {
      msgid: "id-7",
      messages: [{ role: "user", content: "How many days of paid leave do I get?" }],
      params: { use_qa: true, use_stream: true, use_trace: false, username: "sam", company: "default" },
    },
  });

  expect(frames.every(({ msgid, role }) => msgid === "id-7_res" && role === "AI")).toBe(true);
  const contents = frames.map(({ text }) => text.content);
  expect(contents.at(-1)).toBe("[DONE]");
  expect(contents.slice(0, -1).join("")).toMatch(/thirty days.*Refer to 1 knowledge/s);
  expect(new Set(frames.map(({ connectionId }) => connectionId)).size).toBe(1);
});

test("over a socket, too, nothing is answered without a key, and what is wrong is said before the end", async () => {
  const asked = {
    action: "sendprompt",
    payload: { msgid: "a", messages: [{ role: "user", content: "x" }], params: {} },
  };
  const contents = async (message: unknown, by?: string) =>
    (await framesOf(message, by)).map(({ text }) => text.content);

  expect(await contents(asked, "")).toEqual(["Sign in to continue.", "[DONE]"]);
  expect(await contents({ action: "other", payload: { msgid: "a" } })).toEqual([
    expect.stringContaining("sendprompt"),
    "[DONE]",
  ]);
});

interface Frame {
  msgid: string;
  role: string;
  text: { content: string };
  connectionId: string;
}

/** Everything that comes for one message, up to its end. */
async function framesOf(message: unknown, by = key): Promise<Frame[]> {
  const socket = new WebSocket(`${desk.url.replace("http", "ws")}/api/legacy/socket`, {
    headers: by ? { authorization: `Bearer ${by}` } : {},
  });
  const frames: Frame[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => socket.send(JSON.stringify(message)));
    socket.on("error", reject);
    socket.on("message", (data) => {
      const frame = JSON.parse((data as Buffer).toString("utf8")) as Frame;
      frames.push(frame);
      if (frame.text.content === "[DONE]") resolve();
    });
  });
  socket.close();
  return frames;
}
