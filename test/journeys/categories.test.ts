import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { categoryTable, companyTable, documentTable } from "@docent/core/db/schema";
import { newId } from "@docent/core/id";
import * as Category from "@docent/core/knowledge/description/category";
import * as Description from "@docent/core/knowledge/description/description";
import * as Document from "@docent/core/knowledge/document";
import * as Facets from "@docent/core/knowledge/description/facets";
import type { Filter } from "@docent/core/knowledge/description/filter";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Labelling from "@docent/core/knowledge/index/labelling";
import * as Library from "@docent/core/knowledge/library";
import * as Restriction from "@docent/core/knowledge/access/restriction";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import * as Group from "@docent/core/users/group";
import { wordVectorServer } from "../fakes/word-vector-server.ts";
import { testScope, type TestScope } from "../scope.ts";
import { addModel } from "../connect-model.ts";

let scope: TestScope;
let libraryId: string;

beforeEach(async () => {
  scope = await testScope();
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(() => scope.close());

async function add(name: string, content: string, category?: string): Promise<string> {
  const file = { name, content: new TextEncoder().encode(content) };
  const [added] = await Version.add(scope, libraryId, [file], { category });
  await scope.settle();
  return added?.documentId ?? "";
}

function category(name: string) {
  return Category.create(scope, Category.Create.parse({ name }));
}

async function describe(ids: string[], input: { category?: string | null; metadata?: Record<string, string | null> }) {
  const before = await Description.set(scope, Description.Input.parse({ ids, ...input }));
  await scope.settle();
  return before;
}

async function titles(text: string, filter?: Filter, by: Scope = scope): Promise<string[]> {
  const { hits } = await Search.run(by, { text, ...(filter && { filter }) });
  return hits.map(({ title }) => title).toSorted();
}

function info(id: string) {
  return Document.get(scope, id);
}

async function listed(filter: { category?: string | null }): Promise<string[]> {
  const { items } = await Document.list(scope, Document.List.parse({ libraryId, ...filter }));
  return items.map(({ name }) => name).toSorted();
}

const regions = "Question,Answer,Author,Region\nHow long is parental leave?,Fourteen weeks,Li Lei,China\n";

test("a document gets its category when it is added, and a search narrowed to it finds nothing else", async () => {
  const people = await category("People");
  await category("Travel");
  const id = await add("leave.md", "The yearly budget for leave is thirty days.", people.id);
  await add("trips.md", "The yearly budget for trips is nine hundred euros.", "travel");
  await add("rest.md", "The yearly budget of the canteen is secret.");

  expect((await info(id)).category).toEqual(people);
  expect(await titles("yearly budget")).toEqual(["leave", "rest", "trips"]);
  expect(await titles("yearly budget", { category: [people.id] })).toEqual(["leave"]);
  expect(await titles("yearly budget", { category: ["PEOPLE", "Travel"] })).toEqual(["leave", "trips"]);
  expect(await listed({ category: people.id })).toEqual(["leave.md"]);
  expect(await listed({ category: null })).toEqual(["rest.md"]);
  expect(await Category.list(scope)).toMatchObject([
    { name: "People", documents: 1 },
    { name: "Travel", documents: 1 },
  ]);
});

test("a new version keeps the category of its document unless it is added with another", async () => {
  const [people, travel] = [await category("People"), await category("Travel")];
  const id = await add("leave.md", "The yearly budget for leave is thirty days.", people.id);

  await add("leave.md", "The yearly budget for leave is forty days.");
  expect((await info(id)).category).toEqual(people);
  expect(await titles("forty days", { category: [people.id] })).toEqual(["leave"]);

  await add("leave.md", "The yearly budget for leave is forty days.", travel.id);
  expect((await info(id)).category).toEqual(travel);
  expect(await titles("forty days", { category: [travel.id] })).toEqual(["leave"]);
});

test("a file for a category that does not exist is refused before anything is kept of it", async () => {
  await category("People");

  await expect(add("leave.md", "Thirty days.", "Travel")).rejects.toMatchObject({
    code: "category.unknown",
    message: 'There is no category "Travel". There are: People.',
  });
  expect(await listed({})).toEqual([]);
});

test("what loses its category is not found by it at once, what gains one as soon as the index is labelled", async () => {
  const [people, travel] = [await category("People"), await category("Travel")];
  const ids = [
    await add("leave.md", "The yearly budget for leave is thirty days.", people.id),
    await add("trips.md", "The yearly budget for trips is nine hundred euros.", people.id),
  ];

  const before = await Description.set(scope, { ids, category: travel.id });
  expect(await titles("yearly budget", { category: [people.id] })).toEqual([]);
  await scope.settle();
  expect(await titles("yearly budget", { category: [travel.id] })).toEqual(["leave", "trips"]);

  await Description.restore(scope, { documents: before });
  await scope.settle();
  expect(await titles("yearly budget", { category: [people.id] })).toEqual(["leave", "trips"]);
  expect(await titles("yearly budget", { category: [travel.id] })).toEqual([]);
});

test("a start of the desk labels what was described while it stood still", async () => {
  const people = await category("People");
  const id = await add("leave.md", "The yearly budget for leave is thirty days.");
  const lost = { ...scope, queue: { ...scope.queue, send: async () => {} } };
  await Description.set(lost, { ids: [id], category: people.id });

  await Labelling.recover(scope);
  await scope.settle();

  expect(await titles("yearly budget", { category: [people.id] })).toEqual(["leave"]);
});

test("a renamed category keeps its documents, a removed one leaves them without", async () => {
  const people = await category("People");
  const id = await add("leave.md", "The yearly budget for leave is thirty days.", people.id);
  await describe([id], { metadata: { Year: "2026" } });

  await Category.rename(scope, { id: people.id, name: "Human resources" });
  expect(await titles("yearly budget", { category: ["human Resources"] })).toEqual(["leave"]);

  await Category.remove(scope, { id: people.id });
  await scope.settle();
  expect((await info(id)).category).toBeNull();
  expect(await titles("yearly budget", { metadata: { year: ["2026"] } })).toEqual(["leave"]);
  await expect(titles("yearly budget", { category: [people.id] })).rejects.toMatchObject({
    code: "category.unknown",
    message: "That category does not exist any more. There are no categories yet.",
  });
});

test("two categories cannot have one name, however it is capitalised", async () => {
  const people = await category("People");
  const travel = await category("Travel");

  await expect(category("people ")).rejects.toMatchObject({ code: "category.name_taken" });
  const taken = { id: travel.id, name: "PEOPLE" };
  await expect(Category.rename(scope, taken)).rejects.toMatchObject({ code: "category.name_taken" });
  expect(await Category.rename(scope, { id: people.id, name: "PEOPLE" })).toMatchObject({ name: "PEOPLE" });
});

test("a category of another company is neither seen nor taken", async () => {
  const foreign = { id: newId("category"), companyId: newId("company"), name: "Theirs" };
  await scope.db.insert(companyTable).values({ id: foreign.companyId, name: "Other" });
  await scope.db.insert(categoryTable).values(foreign);
  const id = await add("leave.md", "Thirty days of leave.");

  expect(await Category.list(scope)).toEqual([]);
  await expect(describe([id], { category: foreign.id })).rejects.toMatchObject({ code: "category.unknown" });
  await expect(describe([id], { category: "Theirs" })).rejects.toMatchObject({ code: "category.unknown" });
  const rename = { id: foreign.id, name: "Mine" };
  await expect(Category.rename(scope, rename)).rejects.toMatchObject({ code: "category.not_found" });
  await expect(Category.remove(scope, rename)).rejects.toMatchObject({ code: "category.not_found" });
  const documents = [{ id, categoryId: foreign.id, metadata: {} }];
  await expect(Description.restore(scope, { documents })).rejects.toMatchObject({ code: "category.unknown" });
});

test("values are set, changed and taken away for many documents, the others stay", async () => {
  const ids = [await add("a.md", "The yearly budget of A."), await add("b.md", "The yearly budget of B.")];
  await describe(ids, { metadata: { Department: "Finance", Year: "2025" } });
  await describe([ids[0] ?? ""], { metadata: { year: "2026", Department: null } });

  expect((await info(ids[0] ?? "")).metadata).toEqual({ year: "2026" });
  expect(await titles("yearly budget", { metadata: { Year: ["2026"] } })).toEqual(["a"]);
  expect(await titles("yearly budget", { metadata: { Year: ["2025", "2026"] } })).toEqual(["a", "b"]);
  expect(await titles("yearly budget", { metadata: { Year: ["2025"], department: ["ｆｉｎａｎｃｅ"] } })).toEqual([
    "b",
  ]);
  expect(await titles("yearly budget", { metadata: { Year: ["2026"], Department: ["Finance"] } })).toEqual([]);
});

test("a document can be described with thirty values and no more", async () => {
  const id = await add("a.md", "The yearly budget.");
  const metadata = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`Name ${n}`, "x"]));
  await describe([id], { metadata });

  await expect(describe([id], { metadata: { more: "x" } })).rejects.toMatchObject({ code: "metadata.too_many" });
  await describe([id], { metadata: { more: "x", "Name 0": null } });
  expect(Description.Input.safeParse({ ids: [id], metadata: { " ": "x" } }).success).toBe(false);
  expect(Description.Input.safeParse({ ids: [id], metadata: { x: " \n " } }).success).toBe(false);
});

test("rows of a table are found by their columns, and by what is said about their document", async () => {
  const id = await add("faq.csv", `${regions}How long is parental leave?,Twenty weeks,Ana,Global\n`);
  await describe([id], { metadata: { Year: "2026" } });
  const answers = async (filter: Filter) => {
    const { hits } = await Search.run(scope, { text: "How long is parental leave?", filter });
    return hits.map(({ text }) => text);
  };

  expect(await answers({ metadata: { region: ["China"] } })).toEqual(["Fourteen weeks"]);
  expect(await answers({ metadata: { Author: ["Ana"], Year: ["2026"] } })).toEqual(["Twenty weeks"]);
  expect(await answers({ metadata: { Region: ["China"], Author: ["Ana"] } })).toEqual([]);
  const { hits } = await Search.run(scope, { text: "parental leave", filter: { metadata: { Region: ["China"] } } });
  expect(hits[0]?.metadata).toEqual({ Author: "Li Lei", Region: "China", Year: "2026" });
});

test("a search that finds nothing says which conditions nothing fits", async () => {
  const people = await category("People");
  await add("faq.csv", regions);
  const found = await Search.run(scope, {
    text: "parental leave",
    filter: { category: [people.id], metadata: { Region: ["China"], Planet: ["Mars", "Venus"] } },
  });

  expect(found.hits).toEqual([]);
  expect(found.unmatched).toEqual([
    { name: null, values: ["People"] },
    { name: "Planet", values: ["Mars", "Venus"] },
  ]);
});

test("what can be filtered by is counted over what the asker may read", async () => {
  const people = await category("People");
  await add("open.csv", regions, people.id);
  const hidden = await add("hidden.csv", "Question,Answer,Region\nA?,B,Japan、China\nC?,D,china\n", people.id);
  const { id: groupId } = await Group.create(scope, { name: "Few" });
  await Restriction.set(scope, { ids: [hidden], groupIds: [groupId] });
  await scope.settle();
  const member = await scope.as("member");
  const filter = { metadata: { Region: ["Japan"] } };

  expect(await Facets.list(scope, {})).toEqual({
    categories: [{ ...people, documents: 2 }],
    metadata: [
      {
        name: "Region",
        values: [
          { value: "China", documents: 2 },
          { value: "Japan", documents: 1 },
        ],
      },
      { name: "Author", values: [{ value: "Li Lei", documents: 1 }] },
    ],
  });
  expect(await Facets.list(member, {})).toMatchObject({
    categories: [{ ...people, documents: 1 }],
    metadata: [{ name: "Author" }, { name: "Region", values: [{ value: "China", documents: 1 }] }],
  });
  expect(await Category.list(member)).toMatchObject([{ documents: 1 }]);
  expect(await Facets.list(member, { libraryIds: [] })).toEqual({ categories: [], metadata: [] });
  expect(await titles("A?", filter)).toEqual(["hidden"]);
  expect(await titles("A?", filter, member)).toEqual([]);
  expect((await Search.run(member, { text: "A?", filter })).unmatched).toEqual([{ name: "Region", values: ["Japan"] }]);
});

test("a filter holds on the ways of vectors too, and an index built anew keeps what it filters by", async () => {
  await using server = await wordVectorServer();
  const people = await category("People");
  await add("leave.md", "The yearly budget for leave is thirty days.", people.id);
  await add("trips.md", "The yearly budget for trips is nine hundred euros.");
  await add("faq.csv", regions);
  await Generation.connect(scope, await addModel(scope, "embed", { baseUrl: server.baseUrl, model: "words-1" }));
  await scope.settle();

  const found = await Search.run(scope, { text: "yearly budget", filter: { category: [people.id] } });
  expect(found.generation).toContain("words-1");
  expect(found.routes["vector-passage"]).toHaveLength(1);
  expect(found.hits.map(({ title }) => title)).toEqual(["leave"]);
  expect(await titles("parental leave", { metadata: { region: ["China"] } })).toEqual(["faq"]);
  expect(await titles("parental leave", { metadata: { region: ["Japan"] } })).toEqual([]);
});

test("documents are described by those who may change them, categories are for editors", async () => {
  const people = await category("People");
  const id = await add("leave.md", "Thirty days of leave.", people.id);
  const member = await scope.as("member");
  const forbidden = { kind: "forbidden" };

  await expect(Description.set(member, { ids: [id], category: null })).rejects.toMatchObject(forbidden);
  const documents = [{ id, categoryId: null, metadata: {} }];
  await expect(Description.restore(member, { documents })).rejects.toMatchObject(forbidden);
  await expect(Category.create(member, { name: "Mine" })).rejects.toMatchObject(forbidden);
  await expect(Category.rename(member, { id: people.id, name: "Mine" })).rejects.toMatchObject(forbidden);
  await expect(Category.remove(member, { id: people.id })).rejects.toMatchObject(forbidden);
  const unknown = Description.set(scope, { ids: [id, newId("document")], category: null });
  await expect(unknown).rejects.toMatchObject({ kind: "not_found" });
  const [row] = await scope.db.select().from(documentTable).where(eq(documentTable.id, id));
  expect(row?.categoryId).toBe(people.id);
});
