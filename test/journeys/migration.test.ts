import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Config } from "@docent/core/config";
import { openDesk, type Desk } from "@docent/functions/cli/desk";
import { importFolder, type Options } from "@docent/functions/cli/import/import";
import { testDesk, type Person, type TestDesk } from "../desk.ts";

interface Row {
  kind: string;
  file: string;
  line: number;
  outcome: string;
  name: string;
  notes: { code: string; message: string }[];
}
interface Json {
  counts: Record<string, Record<string, number>>;
  rows: Row[];
}

const fixture = new URL("../fixtures/predecessor", import.meta.url).pathname;
const how = { library: "Taken over", company: "default", mailDomain: "example.org" };
let desk: TestDesk;
let admin: Person;
let command: Desk;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-predecessor-"));
  await cp(fixture, folder, { recursive: true });
  desk = await testDesk();
  admin = await desk.setUp();
  command = await openDesk(Config.parse({ dataFolder: desk.folder, ollamaUrl: "", demo: "false" }));
}, 120_000);
afterAll(async () => {
  await command.close();
  await desk.end();
  await rm(folder, { recursive: true, force: true });
});

async function imported(options: Partial<Options> = {}): Promise<Json & { text: string }> {
  const { json, text } = await importFolder(command, folder, { ...how, ...options }, () => {});
  return { ...(json as Json), text };
}

const some = (counts: Json["counts"]) =>
  Object.fromEntries(
    Object.entries(counts).map(([kind, of]) => [kind, Object.fromEntries(Object.entries(of).filter(([, n]) => n))]),
  );

const all = {
  person: { taken: 3, skipped: 1 },
  template: { taken: 2, skipped: 1 },
  document: { taken: 3, skipped: 2 },
  example: { taken: 3, failed: 1 },
  session: { taken: 2, skipped: 2, failed: 1 },
  feedback: { taken: 4, skipped: 2 },
  file: { skipped: 3, failed: 1 },
};

test("a folder of several companies is not taken over before one is named", async () => {
  const { company: _, ...open } = how;
  await expect(importFolder(command, folder, open, () => {})).rejects.toMatchObject({ code: "import.company_needed" });
});

test("a dry run says what would come of every row, and changes nothing", { timeout: 60_000 }, async () => {
  const { counts, text } = await imported({ dryRun: true });

  expect(some(counts)).toEqual(all);
  expect(text).toContain("Nothing was changed");
  expect(await admin.client.user.list.query()).toHaveLength(1);
  expect(await admin.client.library.list.query()).toEqual([]);
  expect(await admin.client.template.list.query()).toEqual([]);
  expect((await admin.client.feedback.list.query({})).total).toBe(0);
});

test("users, templates, documents, examples, chats and feedback come over", { timeout: 60_000 }, async () => {
  const { counts, rows, text } = await imported();

  expect(some(counts)).toEqual(all);
  expect(text).not.toContain("plain-as-it-was");
  const people = await admin.client.user.list.query();
  expect(people.find(({ name }) => name === "li.na")).toMatchObject({
    email: "li.na@example.org",
    role: "admin",
    passwordChangeNeeded: true,
  });
  expect(people.find(({ name }) => name === "sam")).toMatchObject({ email: "sam@example.org", role: "member" });
  expect(people.find(({ name }) => name === "wang")).toMatchObject({ suspended: true });
  expect(await admin.client.group.list.query()).toMatchObject([{ name: "sales", userIds: [expect.any(String)] }]);
  const templates = await admin.client.template.list.query();
  expect(templates.find(({ name }) => name === "人事问答")?.text).toBe(
    '{system_role_prompt}\n你的名字叫{role_bot}。\n以 {"答案": …} 的样子思考。\n资料：{context}\n\n{chat_history}\n问题：{question}\n语气：{tone}',
  );
  const [library] = await admin.client.library.list.query();
  const { items } = await admin.client.document.list.query({
    libraryId: library?.id ?? "",
    sort: "name",
    direction: "asc",
  });
  expect(items.map(({ name, category }) => [name, category?.name])).toEqual([
    ["li.na/canteen.faq", undefined],
    ["li.na/leave.md", "内部流程"],
    ["sam/id-7_sam.faq", undefined],
  ]);
  expect((await admin.client.intent.names.query()).map(({ name, action }) => [name, action])).toEqual([
    ["book_room", "tool"],
    ["敏感话题", "reply"],
    ["闲聊", "chat"],
  ]);
  expect(rows.filter(({ outcome }) => outcome === "failed").map(({ file, line }) => `${file}:${line}`)).toEqual([
    "tables/chatbot_session_info.jsonl:6",
    "bucket/ai-content/default/li.na/topics.example:2",
    "tables/chatbot_session_info.jsonl:5",
  ]);
});

test("what somebody said of an answer stands with its question, its answer and its correction", async () => {
  const { items } = await admin.client.feedback.list.query({});

  expect(
    items.map(({ by, question, given, thumb, answer, state }) => ({ by, question, given, thumb, answer, state })),
  ).toEqual(
    expect.arrayContaining([
      { by: "li.na", question: "年假有几天？", given: "满一年 10 天。", thumb: "up", answer: null, state: "new" },
      {
        by: "sam",
        question: "How long is the notice period?",
        given: "Four weeks.",
        thumb: "down",
        answer: "Three months after two years.",
        state: "new",
      },
      {
        by: "sam",
        question: "Who repairs the printer?",
        given: "I do not know.",
        thumb: null,
        answer: "The service desk, extension 4711.",
        state: "injected",
      },
      {
        by: "li.na",
        question: "When does the gate close?",
        given: null,
        thumb: null,
        answer: "At ten in the evening.",
        state: "new",
      },
    ]),
  );
});

test("taken over again, nothing changes", { timeout: 60_000 }, async () => {
  const { counts } = await imported();

  expect(some(counts)).toMatchObject({
    person: { unchanged: 3, skipped: 1 },
    template: { unchanged: 2, skipped: 1 },
    document: { unchanged: 3, skipped: 2 },
    example: { unchanged: 3, failed: 1 },
    session: { unchanged: 2 },
    feedback: { unchanged: 4 },
  });
});

test("what came since is added, a template becomes its next version", { timeout: 60_000 }, async () => {
  const templates = join(folder, "tables/prompt_template.json");
  await writeFile(templates, (await readFile(templates, "utf8")).replace("in one sentence", "in two sentences"));
  const sessions = join(folder, "tables/chatbot_session_info.jsonl");
  const more = '\\"id-2\\",\\"2024-05-01 12:31:00\\",1714624260],[\\"谢谢\\",\\"不客气\\",\\"chat\\",\\"id-6\\"]]';
  await writeFile(
    sessions,
    (await readFile(sessions, "utf8")).replace('\\"id-2\\",\\"2024-05-01 12:31:00\\",1714624260]]', more),
  );
  const { counts } = await imported();

  expect(some(counts)).toMatchObject({ template: { changed: 1, unchanged: 1 }, session: { changed: 1, unchanged: 1 } });
  const short = (await admin.client.template.list.query()).find(({ name }) => name === "Short");
  expect(short).toMatchObject({ version: 2, text: expect.stringContaining("two sentences") as string });
});

test("a file that is packed and broken is said to be, and the others are taken over", { timeout: 60_000 }, async () => {
  await writeFile(join(folder, "tables/broken.json.gz"), Buffer.from("1f8b0800aabbcc", "hex"));
  const { counts, rows } = await imported();

  expect(some(counts)).toMatchObject({ person: { unchanged: 3 }, template: { unchanged: 2 } });
  expect(rows).toContainEqual(
    expect.objectContaining({ file: "tables/broken.json.gz", outcome: "failed", kind: "file" }) as Row,
  );
});

test("what was deleted here is not brought back", { timeout: 60_000 }, async () => {
  const template = (await admin.client.template.list.query()).find(({ name }) => name === "Short");
  await admin.client.template.remove.mutate({ id: template?.id ?? "" });
  const templates = join(folder, "tables/prompt_template.json");
  await writeFile(templates, (await readFile(templates, "utf8")).replace("two sentences", "three sentences"));
  const { rows } = await imported();

  const row = rows.find(({ name }) => name === "Short");
  expect([row?.outcome, row?.notes[0]?.code]).toEqual(["skipped", "removed_here"]);
  expect((await admin.client.template.list.query()).map(({ name }) => name)).toEqual(["人事问答"]);
});

test("nobody but an administrator takes anything over", async () => {
  const key = async (scopes: ("read" | "write")[]) =>
    (await admin.client.apiKey.create.mutate({ name: "k", scopes, days: 1 })).key;
  const response = await fetch(`${desk.url}/trpc/migration.take`, {
    method: "POST",
    headers: { authorization: `Bearer ${await key(["write"])}`, "content-type": "application/json" },
    body: JSON.stringify({ kind: "person", rows: [] }),
  });
  expect(response.status).toBe(403);
});
