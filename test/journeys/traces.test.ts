import { afterAll, beforeAll, expect, test } from "vitest";
import * as TraceFile from "@docent/core/chat/trace-file";
import * as TraceSearch from "@docent/core/chat/trace-search";
import * as Run from "@docent/core/chat/run";
import * as Feedback from "@docent/core/feedback/feedback";
import { newId } from "@docent/core/id";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import { companyTable } from "@docent/core/db/schema";
import type { Scope } from "@docent/core/scope";
import { testScope, type TestScope } from "../scope.ts";

let scope: TestScope;
let answered: string;
let refused: string;

beforeAll(async () => {
  scope = await testScope();
  const { id } = await Library.create(scope, { name: "Handbook" });
  const content = new TextEncoder().encode("# Leave\n\nEverybody gets thirty days of paid leave a year.");
  await Version.add(scope, id, [{ name: "leave.md", content }]);
  await scope.settle();
  answered = await ask("How many days of paid leave do I get a year?");
  refused = await ask("Who won the 100%_chess tournament in Reykjavik?");
  await Feedback.rate(scope, { runId: refused, thumb: "down" });
});

afterAll(() => scope.close());

async function ask(question: string): Promise<string> {
  const input = { conversationId: newId("conversation"), runId: newId("run"), question };
  await Run.ask(scope, input);
  for await (const { event } of Run.watch(scope, { runId: input.runId, after: 0 })) if ("outcome" in event) break;
  return input.runId;
}

async function found(filter: TraceSearch.Filter, by: Scope = scope) {
  const { items, counts } = await TraceSearch.list(by, { ...filter, page: 1, pageSize: 20 });
  return { ids: items.map(({ runId }) => runId), counts };
}

test("editors find questions by how they were answered, thumb, text, person, time and score", async () => {
  const all = await found({});
  expect(all.ids).toEqual([refused, answered]);
  expect(all.counts).toMatchObject({ all: 2, refused: 1 });

  expect((await found({ tier: "refused" })).ids).toEqual([refused]);
  expect((await found({ tier: "refused" })).counts.all).toBe(2);
  expect((await found({ thumb: "down" })).ids).toEqual([refused]);
  expect((await found({ thumb: "up" })).ids).toEqual([]);
  expect((await found({ text: "PAID LEAVE" })).ids).toEqual([answered]);
  expect((await found({ text: "100%_c" })).ids).toEqual([refused]);
  expect((await found({ error: "any" })).ids).toEqual([]);
  expect((await found({ before: new Date(0).toISOString() })).ids).toEqual([]);
  const [best] = (await TraceSearch.list(scope, { text: "paid", page: 1, pageSize: 1 })).items;
  expect(best?.score).toBeGreaterThan(0);
  expect((await found({ scoreMin: best?.score ?? 0 })).ids).toEqual([answered]);

  const { people } = await TraceSearch.choices(scope);
  expect(people).toHaveLength(1);
  expect((await found({ userId: people[0]?.id })).ids).toHaveLength(2);
});

test("who is not an editor, or is of another company, finds nothing", async () => {
  await expect(found({}, await scope.as("member"))).rejects.toMatchObject({ kind: "forbidden" });
  const companyId = newId("company");
  await scope.db.insert(companyTable).values({ id: companyId, name: "Another" });
  const stranger = {
    ...scope,
    actor: { type: "user" as const, userId: newId("user"), companyId, role: "admin" as const },
  };
  expect((await found({}, stranger)).counts.all).toBe(0);
});

test("what was found is exported as a JSON line for each question", async () => {
  let text = "";
  for await (const line of TraceFile.file(scope, {})) text += line;
  const records = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({ log_type: "all", msgid: refused, reply_strategy: "refused", feedback: "down" });
  expect(records[1]).toMatchObject({ msgid: answered, origin_query: expect.stringContaining("paid leave") as string });
});
