import { and, count, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { categoryTable, chunkTable, documentTable } from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";
import { documentsOf, readable } from "../access/access.ts";
import type { Condition } from "./condition.ts";
import type { Said } from "./filter.ts";
import { normal, tagsOf, valuesIn } from "../index/tag.ts";

export const Input = z.strictObject({
  /** Of these libraries; of all that the actor may read when absent. */
  libraryIds: z.array(z.string()).max(1000).optional(),
});

/** What searches can be narrowed to, with the number of documents that the actor may read. */
export interface Facets {
  /** The most frequent first. */
  categories: { id: string; name: string; documents: number }[];
  metadata: Facet[];
}

export interface Facet {
  name: string;
  values: { value: string; documents: number }[];
}

/** More names or values than that nobody chooses from. */
const namesMax = 50;
const valuesMax = 300;
/** What is longer is a text and no value. */
const valueLengthMax = 60;

type Asking = Pick<Scope, "db" | "actor">;

/** Categories and values of the documents that searches see, as far as the actor may read them. */
export async function list(scope: Scope, { libraryIds }: z.output<typeof Input>): Promise<Facets> {
  const { access } = await readable(scope, libraryIds);
  const [categories, cells] = await Promise.all([categoriesOf(scope, access), cellsOf(scope, access)]);
  const metadata = grouped(cells)
    .toSorted((a, b) => numberOf(b.of) - numberOf(a.of) || a.name.localeCompare(b.name))
    .map(({ name, of }) => ({ name, values: valuesOf(of) }))
    .filter(({ values }) => values.length > 0);
  return { categories, metadata: metadata.slice(0, namesMax) };
}

/** The conditions that no document under these access terms fits. */
export async function unmatched(
  scope: Asking,
  access: readonly string[],
  conditions: readonly Condition[],
): Promise<Said[]> {
  if (conditions.length === 0) return [];
  const [labels, cells] = await Promise.all([labelsOf(scope, access), cellsOf(scope, access)]);
  const tags = new Set([...labels, ...cells.flatMap(({ name, cell }) => tagsOf({ [name]: cell }))]);
  return conditions.flatMap(({ name, values, tags: wanted }) =>
    wanted.some((term) => tags.has(term)) ? [] : [{ name, values }],
  );
}

interface Cell {
  name: string;
  cell: string;
  documentIds: string[];
}

/** What is said about documents and about rows of tables in them. */
async function cellsOf(scope: Asking, access: readonly string[]): Promise<Cell[]> {
  const d = documentTable;
  const said = sql`
    select ${d.id} as document_id, m.key as name, m.value as cell
    from ${d}, jsonb_each_text(${d.metadata}) m
    where ${and(documentsOf(scope, access), isNotNull(d.currentVersionId))}
    union all
    select ${d.id}, m.key, m.value
    from ${d} join ${chunkTable} on ${chunkTable.versionId} = ${d.currentVersionId},
      jsonb_each_text(${chunkTable.metadata}) m
    where ${documentsOf(scope, access)} and ${chunkTable.metadata} is not null and ${chunkTable.offAt} is null`;
  return scope.db
    .select({
      name: sql<string>`name`,
      cell: sql<string>`cell`,
      documentIds: sql<string[]>`array_agg(distinct document_id)`,
    })
    .from(sql`(${said}) said`)
    .groupBy(sql`name, cell`);
}

async function categoriesOf(scope: Asking, access: readonly string[]): Promise<Facets["categories"]> {
  const rows = await scope.db
    .select({ id: categoryTable.id, name: categoryTable.name, documents: count() })
    .from(documentTable)
    .innerJoin(categoryTable, eq(categoryTable.id, documentTable.categoryId))
    .where(and(documentsOf(scope, access), isNotNull(documentTable.currentVersionId)))
    .groupBy(categoryTable.id);
  return rows.toSorted((a, b) => b.documents - a.documents || a.name.localeCompare(b.name));
}

async function labelsOf(scope: Asking, access: readonly string[]): Promise<string[]> {
  const rows = await scope.db
    .selectDistinct({ label: sql<string>`jsonb_array_elements_text(${documentTable.labels})` })
    .from(documentTable)
    .where(and(documentsOf(scope, access), isNotNull(documentTable.currentVersionId)));
  return rows.map(({ label }) => label);
}

/** The values of one name, the most frequent first. */
function valuesOf(cells: readonly Cell[]): Facet["values"] {
  const single = cells.flatMap(({ name, cell, documentIds }) =>
    valuesIn(name, cell).map((value) => ({ name: value, documentIds })),
  );
  const fit = single.filter(({ name }) => normal(name) && name.length <= valueLengthMax);
  return grouped(fit)
    .map(({ name, of }) => ({ value: name, documents: numberOf(of) }))
    .toSorted((a, b) => b.documents - a.documents || a.value.localeCompare(b.value))
    .slice(0, valuesMax);
}

interface Counted {
  name: string;
  documentIds: string[];
}

/** By what is the same for every spelling of the name, under the most frequent one. */
function grouped<One extends Counted>(all: readonly One[]): { name: string; of: One[] }[] {
  return [...Map.groupBy(all, ({ name }) => normal(name)).values()].map((of) => {
    const spellings = [...Map.groupBy(of, ({ name }) => name)];
    const [often] = spellings.toSorted(([, a], [, b]) => numberOf(b) - numberOf(a));
    return { name: often?.[0] ?? "", of };
  });
}

function numberOf(all: readonly Counted[]): number {
  return new Set(all.flatMap(({ documentIds }) => documentIds)).size;
}
