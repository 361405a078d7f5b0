import { afterEach, expect, test } from "vitest";
import { tierOf } from "@docent/core/chat/tier";
import { companyTable } from "@docent/core/db/schema";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import { requireCompany } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { addDemo } from "@docent/functions/local/demo";
import * as Handbook from "@docent/functions/local/demo/handbook";
import { appRouter } from "@docent/functions/trpc/router";
import { testScope, type TestScope } from "../scope.ts";

let desk: TestScope;
afterEach(() => desk.close());

test("a new desk holds the handbook, and each question to try finds its document except the one it must refuse", async () => {
  desk = await testScope();

  await firstStart();

  const { items } = await documents();
  expect(items.map(({ name }) => name).toSorted()).toEqual(Handbook.handbook.map(({ name }) => name).toSorted());
  expect(items.filter(({ state }) => state !== "searchable")).toEqual([]);
  const names = new Map(items.map((item) => [item.id, item.name]));
  const outcomes = [];
  for (const { text } of Handbook.suggestions) {
    const found = await Search.run(desk, { text, limit: 8 });
    const tier = tierOf(found);
    const refused = tier === "refused" || tier === "candidates";
    outcomes.push({ text, answeredBy: refused ? null : names.get(found.hits[0]?.documentId ?? "") });
  }
  expect(outcomes).toEqual(Handbook.suggestions.map(({ text, answeredBy }) => ({ text, answeredBy })));
});

test("the handbook does not come back once somebody has deleted it, and its questions go with it", async () => {
  desk = await testScope();
  await firstStart();
  const before = await suggestions();
  const person = { companyName: "Test", name: "Admin", email: "admin@example.org", password: "long enough to sign in" };
  await User.setUp(desk, requireCompany(desk), person);

  const { items } = await documents();
  await Document.remove(
    desk,
    items.map((item) => item.id),
  );
  await desk.settle();
  const [library] = await Library.list(desk);
  await Library.remove(desk, library?.id ?? "");
  await firstStart();

  expect(before).toHaveLength(Handbook.suggestions.length);
  expect(await Library.list(desk)).toEqual([]);
  expect(await suggestions()).toEqual([]);
});

test("a desk that somebody has filled by the command line before gets no handbook", async () => {
  desk = await testScope();
  await Library.create(desk, { name: "Own" });

  await firstStart();

  expect(await Library.list(desk)).toMatchObject([{ name: "Own", documents: 0 }]);
});

async function firstStart() {
  const [company] = await desk.db.select().from(companyTable);
  if (company) await addDemo({ ports: desk, company });
  await desk.settle();
}

async function documents() {
  const [library] = await Library.list(desk);
  return Document.list(desk, Document.List.parse({ libraryId: library?.id, pageSize: 200 }));
}

async function suggestions() {
  const host = {
    issueTicket: () => Promise.resolve(""),
    isSetUpCode: () => false,
    companyId: requireCompany(desk),
    socketUrl: null,
    clientAddress: "",
    sessionToken: () => Promise.resolve(undefined),
  };
  const { questions } = await appRouter.createCaller({ ...desk, host }).chat.suggestions();
  return questions;
}
