import type { Page } from "@playwright/test";
import { newId } from "@docent/core/id";
import type { Filter } from "@docent/core/knowledge/description/filter";
import type { FakeOpenAi } from "../fakes/openai-server.ts";
import { lockedPdf } from "../fixtures/pdf.ts";
import { mixedLabels, storeRoom } from "../fixtures/store-room.ts";
import { expect, type Library } from "./desk.ts";
import { imported } from "./imports.ts";
import { teach } from "./intents.ts";
import type { Language } from "./look.ts";
import type { Client, Person } from "./person.ts";
import { measured } from "./studio.ts";
import { drawnPictures } from "./pictures.ts";
import { takenOver } from "./taken-over.ts";

/** What a person of that language asks, and what the scripted model says. */
const said = {
  zh: {
    question: "可以添加哪些格式的文件？",
    refused: "食堂几点开门？",
    answer:
      "可以添加 **Markdown、纯文本、PDF、Word、HTML、CSV、Excel** 和 FAQ 文件 [1]。\n\n| 格式 | 扩展名 |\n| --- | --- |\n| PDF | .pdf |\n| Word | .docx |\n\n1. 扫描件没有文字层，要先做文字识别 [1]。\n2. 文件夹会保留在文档名称里 [2]。\n\n```sh\nnpm run docent -- add ./handbook --library 手册\n```\n",
  },
  en: {
    question: "Which file formats can I add?",
    refused: "Who won the chess tournament in Reykjavik?",
    answer:
      "You can add **Markdown, plain text, PDF, Word, HTML, CSV, Excel** and FAQ files [1].\n\n| Format | Ending |\n| --- | --- |\n| PDF | .pdf |\n| Word | .docx |\n\n1. A scan has no text layer: recognise its text first [1].\n2. Folders are kept in the name of the document [2].\n\n```sh\nnpm run docent -- add ./handbook --library Handbook\n```\n",
  },
} satisfies Record<Language, Record<string, string>>;

const templates = {
  zh: { name: "简明回答", comment: "门店员工使用", bot: "小文", persona: "你是门店员工的助手，说话简短、友好。" },
  en: {
    name: "House style",
    comment: "For the shop floor",
    bot: "Vera",
    persona: "You help people on the shop floor.",
  },
};

/** Two versions of a template of that language; gives its id. */
async function writeTemplates(client: Client, language: Language): Promise<string> {
  const { name, ...said } = templates[language];
  const held = (await client.template.list.query()).find((template) => template.name === name);
  if (held) return held.id;
  const text = "{system_role_prompt}\n{role_bot}:\n\n{context}\n\n{chat_history}\n\n{question}";
  const { id, version } = await client.template.create.mutate({ name, ...said, text });
  await client.template.change.mutate({ id, version, name, ...said, text: `${text}\n\n{tone}` });
  return id;
}

/** A test set of which one case passes and one fails, asked once; gives the id of the run. */
async function testRun(
  client: Client,
  libraryId: string,
  documentId: string,
  { question, refused }: Record<"question" | "refused", string>,
) {
  const { testCase, testRun } = client;
  const none = { libraryId, mustFind: [], mustSay: [], mustRefuse: false };
  await testCase.set.mutate({ ...none, question, mustFind: [{ documentId }] });
  await testCase.set.mutate({ ...none, question: refused, mustSay: ["checkmate"] });
  const { id } = await testRun.start.mutate({ libraryIds: [libraryId] });
  await expect.poll(async () => (await testRun.get.query({ id })).state).toBe("finished");
  return id;
}

/** What stands between a template and being the default. */
async function offered(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^(Make default|设为默认)/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

/** A page or a state of one, how to get there, and what must be visible before it is looked at. */
export interface Picture {
  name: string;
  address: string;
  ready: (page: Page) => Promise<void>;
  /** Not for somebody who has signed in. */
  outside?: boolean;
}

/** Fills a desk with what the pages show, and lists every page and every important state of the chat. */
export async function gallery(
  language: Language,
  { person, model, library }: { person: Person; model: FakeOpenAi; library: Library },
): Promise<Picture[]> {
  const { client } = person;
  const { question, refused, answer } = said[language];
  const text = { text: answer, pieceLength: 40 };
  const answered = await asked(client, model, question, text);
  const unknown = await asked(client, model, refused, text);
  const correction = language === "zh" ? "食堂中午十二点开门。" : "Nobody knows; ask the chess club.";
  await client.feedback.rate.mutate({ runId: await runOf(client, unknown), thumb: "down", correction });
  const failed = await asked(client, model, question, { ...text, fault: { type: "truncated" }, faultAfter: 3 });
  model.play({ ...text, pieceMs: 50, fault: { type: "hangs" }, faultAfter: 3 });
  const streaming = newId("conversation");
  await client.chat.ask.mutate({ conversationId: streaming, runId: newId("run"), question });
  await library.add("locked.pdf", lockedPdf());
  const documentId = await library.add(`${language}.md`, `# Handbook\n\n${answer}`);

  const mended = await mend(client, library);
  const restricted = await library.add("pay.md", "# Pay bands\n\nThe pay bands.");
  await share(client, library, restricted);
  model.play(text);
  const narrowed = await finished(client, question, await describe(client, [documentId, restricted]));
  const drawn = await drawnPictures(client);
  const former = await takenOver(person);
  await bringIn(client, library);
  await haveWritten(client, model, library, documentId, language);
  const importId = await imported(client, library);
  await keepWords(client);
  await teach(client);
  const templateId = await writeTemplates(client, language);
  const service = (await client.intent.names.query()).find(({ action }) => action === "tool")?.id ?? "";
  await library.add("things.csv", storeRoom);
  await measured(client, mixedLabels);

  const article = (page: Page) => expect(page.getByRole("article").first()).toBeVisible();
  const heading = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const inAnswer = (needle: RegExp) => (page: Page) => expect(page.getByRole("article").first()).toContainText(needle);
  return [
    { name: "sign-in", address: "/sign-in", ready: heading, outside: true },
    {
      name: "start",
      address: "/",
      ready: (page) => expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible(),
    },
    {
      name: "how-to-answer",
      address: "/",
      ready: async (page) => {
        await page.getByRole("button", { name: /^(How to answer|回答参数)/ }).click();
        await expect(page.getByRole("spinbutton", { name: /^(Temperature|温度)$/ })).toBeVisible();
      },
    },
    { name: "streaming", address: `/c/${streaming}`, ready: inAnswer(/Markdown/) },
    { name: "answered", address: `/c/${answered}`, ready: inAnswer(/test-model/) },
    { name: "drawn", address: `/c/${drawn}`, ready: inAnswer(/320 × 200/) },
    { name: "narrowed", address: `/c/${narrowed}`, ready: inAnswer(/Department|部门/) },
    { name: "taken-over", address: `/c/${former}`, ready: inAnswer(/来自旧系统|from the old system/) },
    { name: "refused", address: `/c/${unknown}`, ready: inAnswer(/资料里没有找到答案|The documents do not say/) },
    { name: "failed", address: `/c/${failed}`, ready: (page) => expect(page.getByRole("alert")).toBeVisible() },
    { name: "conversation-gone", address: `/c/${newId("conversation")}`, ready: inMain(/不存在|does not exist/) },
    { name: "library", address: `/library/${library.id}`, ready: inMain(/有密码|password/) },
    { name: "sources", address: `/library/${library.id}?show=sources`, ready: inMain(/DOCENT_SOURCE_NETWORKS/) },
    { name: "written", address: `/library/${library.id}?show=written`, ready: inMain(/summer|夏天/) },
    { name: "imports", address: `/library/${library.id}?show=imports`, ready: inMain(/Paused|已暂停/) },
    {
      name: "import",
      address: `/library/${library.id}?show=imports&batch=${importId}`,
      ready: async (page) => {
        await inMain(/connection|断线/i)(page);
        // what a file went through
        await page
          .getByRole("button", { name: /^(Expand row|展开行|Stages of|各步骤)/ })
          .first()
          .click();
      },
    },
    { name: "library-handbook", address: "/library", ready: inMain(/Command line/) },
    { name: "document", address: `/document/${documentId}?at=0`, ready: article },
    { name: "chunks", address: `/document/${mended}?show=chunks`, ready: inMain(/没能对上|did not fit/) },
    { name: "document-restricted", address: `/document/${restricted}`, ready: article },
    { name: "document-gone", address: `/document/${newId("document")}`, ready: inMain(/不存在|does not exist/) },
    { name: "account", address: "/settings", ready: inMain(/person\d+@/) },
    { name: "model", address: "/settings?section=model", ready: inMain(/test-model/) },
    { name: "desk-settings", address: "/settings?section=desk", ready: inMain(/Quick links|快捷链接/) },
    { name: "retention", address: "/settings?section=retention", ready: inMain(/Conversations|对话/) },
    { name: "sayings", address: "/settings?section=sayings", ready: inMain(/Hand over to a person|转给同事/) },
    { name: "usage", address: "/usage", ready: inMain(/By person|按人/) },
    { name: "people", address: "/settings?section=people", ready: inMain(/administrator@/) },
    { name: "access", address: "/settings?section=access", ready: inMain(/OpenID Connect/) },
    { name: "audit", address: "/settings?section=audit", ready: inMain(/CSV/) },
    { name: "forgot", address: "/forgot", ready: heading, outside: true },
    { name: "refusal", address: "/tune/refusal", ready: inMain(/AUROC/) },
    {
      name: "test-sets",
      address: `/tune/tests?library=${library.id}&run=${await testRun(client, library.id, documentId, said[language])}`,
      ready: (page) => expect(page.getByRole("main")).toContainText(refused),
    },
    {
      name: "test-case",
      address: `/tune/tests?library=${library.id}`,
      ready: async (page) => {
        await page
          .getByRole("button", { name: /^(Edit|修改)/ })
          .last()
          .click();
        await expect(page.getByRole("textbox", { name: /must stand in|必须有的原文/ })).toBeVisible();
      },
    },
    {
      name: "gate",
      address: "/tune/templates",
      ready: async (page) => {
        await offered(page);
        await expect(page.getByRole("checkbox", { name: library.name })).toBeVisible();
      },
    },
    {
      name: "gate-result",
      address: "/tune/templates",
      ready: async (page) => {
        await offered(page);
        await page.getByRole("button", { name: /^(Run the tests first|先跑测试集)$/ }).click();
        await expect(page.getByRole("list", { name: /^(Result|结果)$/ })).toBeAttached();
      },
    },
    { name: "health", address: "/health", ready: inMain(/The index holds|索引中有/) },
    {
      name: "health-checked",
      address: "/health",
      ready: async (page) => {
        await page.getByRole("button", { name: /^(Check now|立即检查)$/ }).click();
        await inMain(/PostgreSQL \d/)(page);
        await page.getByRole("region", { name: /^(Check|检查)$/ }).evaluate((section) => section.scrollIntoView());
      },
    },
    { name: "traces", address: "/tune/traces", ready: inMain(/test-model/) },
    { name: "words", address: "/tune/words", ready: inMain(/car shelter/) },
    { name: "templates", address: "/tune/templates", ready: inMain(/House style|默认/) },
    {
      name: "template",
      address: `/tune/templates/${templateId}`,
      ready: async (page) => {
        await page.getByRole("textbox", { name: /^(Preview with a question|用一个问题预览)$/ }).fill(question);
        await inMain(/<passages>/)(page);
      },
    },
    { name: "feedback", address: "/tune/feedback", ready: inMain(/chess club|十二点开门/) },
    { name: "unanswered", address: "/tune/unanswered", ready: inMain(/chess tournament|食堂几点开门/) },
    { name: "intents", address: "/tune/intents", ready: inMain(/room booking/) },
    { name: "intent", address: `/tune/intents/${service}`, ready: inMain(/meeting room seven/) },
    { name: "intent-lab", address: "/tune/intents/lab", ready: inMain(/other|其他/) },
    { name: "search-test", address: `/tune/search?text=${encodeURIComponent(question)}`, ready: inMain(/\d%/) },
    { name: "trace", address: `/trace/${await runOf(client, answered)}`, ready: inMain(/\d%/) },
    {
      name: "replay",
      address: `/trace/${await runOf(client, unknown)}/replay?change=cut`,
      ready: inMain(/当时的门槛|cuts of then/),
    },
    { name: "missing", address: "/nowhere", ready: inPage(/没有这个页面|no such page/) },
  ];
}

/** Groups, a library shared with them and with people, and a document that some of them may read. */
async function share(client: Client, { id, name }: Library, documentId: string): Promise<void> {
  const people = (await client.user.list.query()).slice(0, 3).map((person) => person.id);
  const groups = [];
  for (const group of ["人力资源部", "Finance and controlling of the European subsidiaries"]) {
    groups.push((await client.group.create.mutate({ name: `${group}, ${name}` })).id);
  }
  for (const group of groups) await client.group.setMembers.mutate({ id: group, userIds: people });
  await client.sharing.set.mutate({
    id,
    visibility: "groups",
    mayDownload: true,
    people: people.map((userId) => ({ userId, role: "owner", mayDownload: true })),
    groups: groups.map((groupId) => ({ groupId, role: "reader", mayDownload: false })),
  });
  await client.restriction.set.mutate({ ids: [documentId], groupIds: groups });
}

/** A passage that was edited, one that is switched off, and a change that the newer version could not take over. */
async function mend(client: Client, library: Library): Promise<string> {
  const rows = ["Region", "China,Eight hours.", "海外,七个半小时。", "Moon,Thirteen hours."].map((row, at) => {
    const [region, answer] = row.split(",");
    return at ? `How long is a day off?,${answer},${region}` : `Question,Answer,${region}`;
  });
  const id = await library.add("mended.csv", rows.join("\n"));
  const { items } = await client.chunk.list.query({ id });
  for (const { id } of items)
    await client.chunk.edit.mutate({ id, revision: 0, text: "| Day | Hours |\n| --- | --- |\n| 1 | 8 |" });
  const [, off] = items;
  if (off) await client.chunk.turn.mutate({ ids: [off.id], off: true });
  await library.add("mended.csv", rows.slice(0, 3).join("\n"));
  await expect.poll(async () => (await client.chunk.leftovers.query({ id })).length).toBe(1);
  return id;
}

/** Says what documents are about. Gives a filter that they fit. */
async function describe(client: Client, ids: string[]): Promise<Filter> {
  const name = `人事与财务 · People and finance ${newId("category").slice(-6)}`;
  const { id } = await client.category.create.mutate({ name });
  const metadata = { 部门: "财务部", Department: "Finance and controlling of the European subsidiaries", Year: "2026" };
  await client.document.describe.mutate({ ids, category: id, metadata });
  return { category: [id], metadata: { Department: [metadata.Department] } };
}

/** Sources that lead nowhere, with the reasons. */
async function bringIn(client: Client, { id }: Library): Promise<void> {
  const urls = ["http://10.1.2.3/handbook/travel", "http://127.0.0.1:9/差旅/报销制度.html"];
  await client.source.create.mutate({ libraryId: id, settings: { kind: "urls", urls }, schedule: "day" });
  const settings = { kind: "crawl" as const, start: "http://10.1.2.3/docs/", depth: 5, pages: 500 };
  await client.source.create.mutate({ libraryId: id, settings });
  const bucket = { kind: "s3" as const, bucket: "handbook", region: "us-east-1", endpoint: "http://10.1.2.3:9000" };
  const key = { accessKeyId: "none", secretAccessKey: "none" };
  await client.source.create.mutate({ libraryId: id, settings: bucket, key });
}

/** Questions that wait to be reviewed, and a run that wrote them. */
async function haveWritten(client: Client, model: FakeOpenAi, { id }: Library, documentId: string, language: Language) {
  const written = {
    zh: {
      questions: ["扫描件怎么处理？", "夏天的资料可以整个文件夹上传吗？"],
      summary: "说明可以添加哪些格式的文件，以及扫描件和文件夹要注意什么。",
    },
    en: {
      questions: ["What do I do with a scan?", "May I upload last summer's folder as a whole?"],
      summary: "It says which file formats can be added, and what to mind with scans and folders.",
    },
  };
  model.play({ text: JSON.stringify(written[language]) });
  await client.writing.start.mutate({ libraryId: id, documentIds: [documentId] });
  await expect.poll(async () => (await client.writing.get.query({ libraryId: id }))?.state).toBe("finished");
}

/** Some words of a company's own. Those of an earlier gallery are kept. */
async function keepWords(client: Client): Promise<void> {
  if ((await client.synonym.list.query({})).all > 0) return;
  await client.synonym.add.mutate({
    groups: [
      ["carport", "car shelter", "车棚"],
      ["PTO", "paid leave", "annual leave", "年假", "带薪休假"],
    ],
  });
  await client.stopWord.add.mutate({ words: ["Test Company", "intranet", "我司"] });
}

/** Asks and waits for the end. Gives the conversation's id. */
async function asked(client: Client, model: FakeOpenAi, question: string, ...answers: Parameters<FakeOpenAi["play"]>) {
  model.play(...answers);
  return finished(client, question);
}

/** The same of a model that has its answers, within a filter. */
async function finished(client: Client, question: string, filter?: Filter): Promise<string> {
  const conversationId = newId("conversation");
  await client.chat.ask.mutate({ conversationId, runId: newId("run"), question, ...(filter && { filter }) });
  await expect
    .poll(async () => (await client.conversation.get.query({ id: conversationId })).turns[0]?.state)
    .toMatch(/finished|failed/);
  return conversationId;
}

async function runOf(client: Client, conversationId: string): Promise<string> {
  return (await client.conversation.get.query({ id: conversationId })).turns[0]?.runId ?? "";
}

function inMain(text: RegExp) {
  return (page: Page) => expect(page.getByRole("main")).toContainText(text);
}

function inPage(text: RegExp) {
  return (page: Page) => expect(page.locator("body")).toContainText(text);
}
