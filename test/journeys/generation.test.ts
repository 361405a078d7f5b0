import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { chunkTable, documentTable, embeddingTable, generationTable } from "@docent/core/db/schema";
import * as Document from "@docent/core/knowledge/document";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Ingest from "@docent/core/knowledge/ingest/ingest";
import * as Library from "@docent/core/knowledge/library";
import * as Rebuild from "@docent/core/knowledge/index/rebuild";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import * as ModelConnection from "@docent/core/models/model-connection";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wordVectorServer, type WordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { addModel } from "../connect-model.ts";

let scope: TestScope;
let server: WordVectorServer;
let libraryId: string;

beforeEach(async () => {
  scope = await testScope();
  server = await wordVectorServer();
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(async () => {
  await scope.close();
  await server[Symbol.asyncDispose]();
});

test("connecting an embedder builds an index with vectors beside the old one, which is searched until then", async () => {
  await add("leave.md", "Everybody gets thirty days of leave.");
  const release = server.hold();
  const connecting = Generation.connect(scope, await model("words-1"));
  release();
  const { current, next } = await connecting;

  expect(current.embedder).toBeNull();
  expect(next).toMatchObject({ state: "building", dimensions: 64, done: 0 });
  expect(await titlesFor("days of leave")).toEqual(["leave"]);
  expect(await ModelConnection.embedder(scope)).toBeUndefined();

  await scope.settle();

  const after = await Generation.status(scope);
  expect(after).toMatchObject({
    current: { embedder: expect.stringContaining("words-1") as string, dimensions: 64 },
    next: null,
  });
  expect((await ModelConnection.embedder(scope))?.id).toBe(after.current.embedder);
  const { hits, routes } = await Search.run(scope, Search.Query.parse({ text: "days of leave" }));
  expect(hits.map(({ title }) => title)).toEqual(["leave"]);
  expect(Object.keys(routes)).toContain("vector-passage");
  expect(await generations()).toEqual(["current"]);
  expect(await readdir(join(scope.folder, "index"))).toHaveLength(1);
});

test("what is added, replaced and removed while the index is built is right in the new one", async () => {
  const stays = await add("leave.md", "Everybody gets thirty days of leave.");
  const goes = await add("parking.md", "Parking is behind the house.");
  await add("canteen.md", "The canteen opens at noon.");
  await Generation.connect(scope, await model("words-1"));

  const release = server.hold();
  const rebuilding = scope.settle();
  await server.waited();
  await add("canteen.md", "The canteen opens at eleven.");
  await add("badges.md", "Visitors wear badges.");
  await Document.remove(scope, [goes.documentId]);
  await scope.settle();
  expect(await titlesFor("visitors badges")).toEqual(["badges"]);
  release();
  await rebuilding;
  await scope.settle();

  expect((await Generation.status(scope)).next).toBeNull();
  const space = await Generation.current(scope);
  expect(await scope.index.size(space)).toBe(await scope.db.$count(chunkTable));
  expect(await scope.db.$count(documentTable)).toBe(3);
  expect(await scope.index.count(space, [stays.versionId, goes.versionId])).toEqual(new Map([[stays.versionId, 1]]));
  // by meaning everything is found, the nearest first
  expect((await titlesFor("visitors badges"))[0]).toBe("badges");
  expect((await Search.run(scope, Search.Query.parse({ text: "canteen opens" }))).hits[0]?.text).toMatch("eleven");
});

test("questions of a table and passages have vectors of their own", async () => {
  await add("faq.csv", "Question,Answer\nWhere is the canteen?,On the second floor.\n");
  await Generation.connect(scope, await model("words-1"));
  await scope.settle();

  const { routes } = await Search.run(scope, Search.Query.parse({ text: "Where is the canteen?" }));

  expect(routes["vector-question"]?.[0]?.score).toBeGreaterThan(0.99);
  expect(routes["vector-passage"]?.[0]?.score).toBeLessThan(0.9);
});

test("an embedder that cannot be reached stops the change with its reason, and it goes on from there", async () => {
  await add("leave.md", "Everybody gets thirty days of leave.");
  await Generation.connect(scope, await model("words-1"));
  server.down = true;
  await scope.settle();

  const stopped = await Generation.status(scope);
  expect(stopped.next).toMatchObject({ state: "stopped", errorCode: expect.stringMatching(/^embedder\./) as string });
  expect(stopped.next?.error).toMatch(/\w+ \w+/);
  expect(await titlesFor("days of leave")).toEqual(["leave"]);
  await Generation.recover(scope);
  expect((await Generation.status(scope)).next?.state).toBe("stopped");

  server.down = false;
  expect((await Generation.retry(scope)).next).toMatchObject({ state: "building", error: null });
  await scope.settle();
  expect((await Generation.status(scope)).next).toBeNull();
});

test("a change that is called off leaves everything as it was", async () => {
  await add("leave.md", "Everybody gets thirty days of leave.");
  await Generation.connect(scope, await model("words-1"));

  expect((await Generation.cancel(scope)).next).toBeNull();
  await scope.settle();

  expect(await generations()).toEqual(["current"]);
  expect((await Generation.current(scope)).embedder).toBeNull();
  expect(await ModelConnection.nextEmbedder(scope)).toBeUndefined();
  expect(await titlesFor("days of leave")).toEqual(["leave"]);
});

test("another embedder takes the place of one that is being built for, and going without is a change like any other", async () => {
  await add("leave.md", "Everybody gets thirty days of leave.");
  await Generation.connect(scope, await model("words-1"));
  await Generation.connect(scope, await model("words-2"));
  await scope.settle();
  expect((await Generation.current(scope)).embedder).toContain("words-2");

  await Generation.connect(scope, await model("words-2"));
  expect((await Generation.status(scope)).next).toBeNull();

  await Generation.connect(scope, null);
  expect((await Generation.current(scope)).embedder).toContain("words-2");
  await scope.settle();
  expect((await Generation.current(scope)).embedder).toBeNull();
  expect(await ModelConnection.embedder(scope)).toBeUndefined();
  expect(await titlesFor("days of leave")).toEqual(["leave"]);
  expect(await generations()).toEqual(["current"]);
});

test("an empty desk changes at once", async () => {
  expect(await Generation.connect(scope, await model("words-1"))).toMatchObject({
    current: { dimensions: 64 },
    next: null,
  });

  await add("leave.md", "Everybody gets thirty days of leave.");
  expect(server.embedded.at(-1)).toBe("leave\nEverybody gets thirty days of leave.");
});

test("rows of another analyzer are made anew after a start, with the embedder that is connected", async () => {
  await Generation.connect(scope, await model("words-1"));
  await add("leave.md", "Everybody gets thirty days of leave.");
  await scope.db.update(generationTable).set({ name: "a0+words" });
  await Ingest.recover(scope);
  await scope.settle();

  await Generation.recover(scope);
  expect((await Generation.status(scope)).next).toMatchObject({ state: "building", dimensions: 64 });
  const before = server.embedded.length;
  await scope.settle();

  expect((await Generation.current(scope)).generation).toMatch(/^a\d+\+.*words-1/);
  expect((await ModelConnection.embedder(scope))?.id).toContain("words-1");
  expect(server.embedded).toHaveLength(before);
  expect(await generations()).toEqual(["current"]);
});

test("a document whose embedder cannot be reached fails with that reason and can be tried again", async () => {
  await Generation.connect(scope, await model("words-1"));
  server.down = true;
  const added = await Version.add(scope, libraryId, [file("a.md", "First words."), file("b.md", "Second words.")]);
  await Ingest.runSingly(scope, added.map(({ versionId }) => versionId)); // prettier-ignore

  for (const { documentId } of added) {
    const document = await Document.get(scope, documentId);
    expect(document).toMatchObject({ state: "failed", stage: "embed", searchable: false });
    expect(document.errorCode).toMatch(/^embedder\./);
  }

  server.down = false;
  await Document.retry(scope, added.map(({ documentId }) => documentId)); // prettier-ignore
  await scope.settle();
  expect(await titlesFor("second words")).toEqual(["b", "a"]);
});

test("a document taken in while the index is switched goes into the new one", async () => {
  await add("leave.md", "Everybody gets thirty days of leave.");
  await Generation.connect(scope, await model("words-1"));
  const [added] = await Version.add(scope, libraryId, [file("late.md", "Late words.")]);
  let switched = false;
  const { index } = scope;
  const slow: TestScope["index"] = {
    ...index,
    async flip(space, change) {
      if (!switched) {
        switched = true;
        for (const { id } of await scope.db.select().from(generationTable).where(eq(generationTable.state, "building"))) await Rebuild.run(scope, id, true); // prettier-ignore
      }
      return index.flip(space, change);
    },
  };
  await Ingest.run({ ...scope, index: slow }, [added?.versionId ?? ""]);

  const space = await Generation.current(scope);
  expect(space.embedder).toContain("words-1");
  expect(await scope.index.size(space)).toBe(2);
  expect((await titlesFor("late words"))[0]).toBe("late");
});

test("the vectors of a removed document are forgotten", async () => {
  await Generation.connect(scope, await model("words-1"));
  const { documentId } = await add("leave.md", "Everybody gets thirty days of leave.");
  expect(await scope.db.$count(embeddingTable)).toBe(1);

  await Document.remove(scope, [documentId]);
  await scope.settle();

  expect(await scope.db.$count(embeddingTable)).toBe(0);
});

test("only an administrator changes the index", async () => {
  const member = await scope.as("member");

  await expect(Generation.connect(member, null)).rejects.toMatchObject({ code: "actor.role_required" });
  await expect(Generation.status(member)).rejects.toMatchObject({ code: "actor.role_required" });
  await expect(Generation.cancel(member)).rejects.toMatchObject({ code: "actor.role_required" });
  await expect(Generation.retry(member)).rejects.toMatchObject({ code: "actor.role_required" });
});

async function model(name: string): Promise<string> {
  return addModel(scope, "embed", { baseUrl: server.baseUrl, model: name });
}

function file(name: string, text: string): Version.NewFile {
  return { name, content: new TextEncoder().encode(text) };
}

async function add(name: string, text: string) {
  const [added] = await Version.add(scope, libraryId, [file(name, text)]);
  if (!added) throw new Error("nothing was added");
  await Ingest.run(scope, [added.versionId]);
  return added;
}

async function titlesFor(text: string): Promise<string[]> {
  const { hits } = await Search.run(scope, Search.Query.parse({ text }));
  return hits.map(({ title }) => title);
}

async function generations(): Promise<string[]> {
  return (await scope.db.select({ state: generationTable.state }).from(generationTable)).map(({ state }) => state);
}
