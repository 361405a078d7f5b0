import { afterAll, beforeAll, expect, test } from "vitest";
import * as Run from "@docent/core/chat/run";
import * as TraceRead from "@docent/core/chat/trace-read";
import { newId } from "@docent/core/id";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { chatModels } from "@docent/core/models/chat-models";
import * as Preview from "@docent/core/templates/preview";
import * as Template from "@docent/core/templates/template";
import * as TemplateChange from "@docent/core/templates/template-change";
import { useModel } from "../connect-model.ts";
import { fakeOpenAi, type FakeOpenAi } from "../fakes/openai-server.ts";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let server: FakeOpenAi;

const leave = "How many days of paid leave do I get a year?";

beforeAll(async () => {
  scope = await testScope({ chatModels: chatModels({ ollamaUrl: "", firstEventMs: 1000, retries: 0 }) });
  server = await fakeOpenAi({ text: "Thirty days [1]." });
  const { id } = await Library.create(scope, { name: "Handbook" });
  const text = "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten days may be carried over until March.";
  await Version.add(scope, id, [{ name: "leave.md", content: new TextEncoder().encode(text) }]);
  await scope.settle();
  await useModel(scope, "chat", { baseUrl: server.baseUrl, model: "test-model" });
});

afterAll(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

let names = 0;
const added = (text: string, more: { bot?: string; persona?: string } = {}) =>
  TemplateChange.create(scope, { name: `Template ${++names}`, text, ...more });

/** Asks, and gives what stood in the request to the model. */
async function asked(question: string, templateId?: string, conversationId = newId("conversation")) {
  server.log.length = 0;
  const runId = newId("run");
  await Run.ask(scope, { conversationId, runId, question, ...(templateId && { settings: { templateId } }) });
  for await (const { event } of Run.watch(scope, { runId, after: 0 })) void event;
  const { trace } = await TraceRead.get(scope, { runId });
  const messages = server.log.at(-1)?.body.messages ?? [];
  return { runId, trace, conversationId, system: messages[0]?.content ?? "", said: messages.slice(1) };
}

test("an answer is asked for in the words of the template that is chosen, and the trace says which", async () => {
  const { id, name } = await added("I am {role_bot}. {system_role_prompt}\nRead:\n{context}\nAnswer: {question}", {
    bot: "Vera",
    persona: "You speak plainly.",
  });
  const { said, system, trace } = await asked(leave, id);
  expect(said).toHaveLength(1);
  expect(said[0]?.content).toMatch(
    /^I am Vera\. You speak plainly\.\nRead:\n<passages>[^]*thirty days[^]*<\/passages>\nAnswer: How many days/,
  );
  expect(system).toContain("number in square brackets");
  expect(trace.template).toEqual({ id, name, number: 1 });
});

test("a template without the passages or the question gets them after its text", async () => {
  const { id } = await added("Answer like a pirate.", { persona: "You sail." });
  const { said, system } = await asked(leave, id);
  expect(said[0]?.content).toMatch(/^Answer like a pirate\.\n\n<passages>[^]*<\/passages>\n\nQuestion: How many days/);
  expect(system).toMatch(/^You sail\./);
});

test("what was said before stands where the template wants it, and nowhere else", async () => {
  const { id } = await added("Before:\n{chat_history}\nNow {question} with {context}", { bot: "Vera" });
  const { conversationId } = await asked(leave, id);
  const { said } = await asked("How many of these days may be carried over until March?", id, conversationId);
  expect(said).toHaveLength(1);
  expect(said[0]?.content).toContain(`Before:\nUser: ${leave}\nVera: Thirty days`);
});

test("the company's default is used where nothing is chosen, until there is none", async () => {
  const { id } = await added("As the default says: {question} {context}");
  await TemplateChange.makeDefault(scope, { id });
  expect((await asked(leave)).said[0]?.content).toContain("As the default says");
  await TemplateChange.makeDefault(scope, { id: null });
  const { said, trace } = await asked(leave);
  expect(said[0]?.content).not.toContain("As the default says");
  expect(trace.template).toBeUndefined();
});

test("a template that was removed does not break a chat: the default answers, and the removal can be taken back", async () => {
  const one = await added("Removed: {question} {context}");
  await TemplateChange.remove(scope, { id: one.id });
  expect((await asked(leave, one.id)).said[0]?.content).not.toContain("Removed");
  expect((await Template.list(scope)).map(({ id }) => id)).not.toContain(one.id);
  await TemplateChange.restore(scope, { id: one.id });
  expect((await asked(leave, one.id)).said[0]?.content).toContain("Removed: ");
});

test("a change is a new version, what it said before stays and can be said again", async () => {
  const { id, name } = await added("first {question}");
  await TemplateChange.change(scope, { id, version: 1, name, text: "second {question}" });
  await TemplateChange.change(scope, { id, version: 2, name: `${name}, renamed`, text: "second {question}" });
  expect((await Template.versions(scope, { id })).map(({ number, text }) => [number, text])).toEqual([
    [2, "second {question}"],
    [1, "first {question}"],
  ]);
  const again = await TemplateChange.rollBack(scope, { id, number: 1 });
  expect(again).toMatchObject({ version: 3, text: "first {question}", name: `${name}, renamed` });
});

test("the parameters of a template are sent, as far as whoever asks does not want them otherwise", async () => {
  const parameters = { temperature: 0.9, topP: 0.5 };
  const { id } = await TemplateChange.create(scope, {
    name: `Template ${++names}`,
    text: "{question} {context}",
    parameters,
  });
  await asked(leave, id);
  expect(server.log.at(-1)?.body).toMatchObject({ temperature: 0.9, top_p: 0.5 });
  const runId = newId("run");
  const settings = { templateId: id, parameters: { temperature: 0.2 } };
  await Run.ask(scope, { conversationId: newId("conversation"), runId, question: leave, settings });
  for await (const { event } of Run.watch(scope, { runId, after: 0 })) void event;
  expect(server.log.at(-1)?.body).toMatchObject({ temperature: 0.2, top_p: 0.5 });
});

test("two people who change it at once do not write over each other", async () => {
  const { id, name } = await added("as it was");
  await TemplateChange.change(scope, { id, version: 1, name, text: "one" });
  const other = TemplateChange.change(scope, { id, version: 1, name, text: "other" });
  await expect(other).rejects.toMatchObject({ code: "template.changed" });
});

test("names are not given twice, and a name is free again when its template is removed", async () => {
  const { id, name } = await added("one");
  await expect(TemplateChange.create(scope, { name, text: "two" })).rejects.toMatchObject({
    code: "template.name_taken",
  });
  await TemplateChange.remove(scope, { id });
  await TemplateChange.create(scope, { name, text: "two" });
  await expect(TemplateChange.restore(scope, { id })).rejects.toMatchObject({ code: "template.name_taken" });
});

test("a preview shows the prompt with real passages and asks no model; trying it out answers and keeps nothing", async () => {
  server.log.length = 0;
  const wording = { text: "Try {question} with {context} and {contxt}", bot: "", persona: "", parameters: {} };
  const filled = await Preview.fill(scope, { wording, question: leave });
  expect(filled.messages.at(-1)?.text).toMatch(/^Try How many[^]*thirty days of paid leave[^]*\{contxt\}$/);
  expect(filled).toMatchObject({ tier: "answer", advice: { missing: [], unknown: ["contxt"] } });
  expect(server.log).toHaveLength(0);

  const steps = await Array.fromAsync(Preview.tryOut(scope, { wording, question: leave }));
  expect(steps.at(-1)).toMatchObject({ type: "done", text: "Thirty days [1].", error: null });
  expect(server.log[0]?.body.messages?.at(-1)?.content).toContain("Try How many");
});
