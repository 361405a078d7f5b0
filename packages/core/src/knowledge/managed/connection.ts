import { eq } from "drizzle-orm";
import { z } from "zod";
import { documentTable, knowledgeBaseTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { newId } from "../../id.ts";
import { Key } from "../../models/catalogue/place.ts";
import type { KnowledgeBaseAddress } from "../../models/knowledge-base.ts";
import { seal, unseal } from "../../models/sealed.ts";
import { tested, type Tested } from "../../models/tested.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { requireLibrary } from "../access/access.ts";
import * as Document from "../document.ts";
import { Place } from "./place.ts";

export const OfLibrary = z.strictObject({ libraryId: z.string() });
export const Connect = OfLibrary.extend({
  place: Place,
  /** Absent keeps the stored key, as long as it is for the same region; null takes it away: the desk's own role is used. */
  key: Key.nullable().optional(),
});
export const Try = Connect;

export type Row = typeof knowledgeBaseTable.$inferSelect;

/** A connected knowledge base, as administrators see it: never with its key. */
export interface Info {
  place: Place;
  key: Key["type"] | null;
}

const question = "How long is parental leave?";

/** The knowledge base that a library is searched with, or null. */
export async function get(scope: Scope, { libraryId }: z.infer<typeof OfLibrary>): Promise<Info | null> {
  requireRole(scope, "admin");
  await requireLibrary(scope, libraryId, "owner");
  const row = await find(scope, libraryId);
  return row ? { place: row.place, key: keyOf(scope, row)?.type ?? null } : null;
}

/** From the next question on the library is searched together with this knowledge base. Throws `library.not_found`. */
export async function connect(scope: Scope, input: z.input<typeof Connect>): Promise<void> {
  requireRole(scope, "admin");
  const { libraryId, place, key } = Connect.parse(input);
  await requireLibrary(scope, libraryId, "owner");
  const companyId = requireCompany(scope);
  await inTransaction(scope, async (scope) => {
    const before = await find(scope, libraryId);
    const kept = before?.place.region === place.region ? before.key : null;
    const values = { place, key: key === undefined ? kept : sealed(scope, key) };
    // another one is another source: what was answered from the first goes with it
    if (before?.place.knowledgeBase === place.knowledgeBase && before.place.region === place.region) {
      await scope.db.update(knowledgeBaseTable).set(values).where(eq(knowledgeBaseTable.libraryId, libraryId));
      return;
    }
    if (before) await leave(scope, before);
    const documentId = newId("document");
    const name = `aws:${place.region}:${place.knowledgeBase}`;
    const document = { id: documentId, companyId, libraryId, access: libraryId };
    await scope.db.insert(documentTable).values({ ...document, name, title: place.knowledgeBase });
    await scope.db.insert(knowledgeBaseTable).values({ libraryId, companyId, documentId, ...values });
  });
}

/** The library is searched without it from now on, and what was answered from it is taken back. */
export async function disconnect(scope: Scope, { libraryId }: z.infer<typeof OfLibrary>): Promise<void> {
  requireRole(scope, "admin");
  await requireLibrary(scope, libraryId, "owner");
  await inTransaction(scope, async (scope) => {
    const row = await find(scope, libraryId);
    if (row) await leave(scope, row);
  });
}

/** Asks a knowledge base once, connected or not. What goes wrong is reported, not thrown. */
export async function run(scope: Scope, input: z.input<typeof Try>): Promise<Tested> {
  requireRole(scope, "admin");
  const { libraryId, place, key } = Try.parse(input);
  await requireLibrary(scope, libraryId, "owner");
  const row = await find(scope, libraryId);
  const used = key === undefined && row?.place.region === place.region ? keyOf(scope, row) : (key ?? undefined);
  return tested(place.knowledgeBase, async (signal) => {
    const found = await scope.knowledgeBases.connect(addressOf(place, used))(question, place.results, signal);
    return found[0]?.title ?? "";
  });
}

/** How a connected one is reached. Throws `secret.unreadable`. */
export function address(scope: Scope, row: Row): KnowledgeBaseAddress {
  return addressOf(row.place, keyOf(scope, row));
}

function addressOf({ region, knowledgeBase }: Place, key: Key | undefined): KnowledgeBaseAddress {
  return { region, knowledgeBase, ...(key && { key }) };
}

async function leave(scope: Scope, { libraryId, documentId }: Row): Promise<void> {
  await scope.db.delete(knowledgeBaseTable).where(eq(knowledgeBaseTable.libraryId, libraryId));
  await Document.remove(scope, [documentId]);
}

async function find(scope: Scope, libraryId: string): Promise<Row | undefined> {
  const [row] = await scope.db.select().from(knowledgeBaseTable).where(eq(knowledgeBaseTable.libraryId, libraryId));
  return row;
}

function sealed(scope: Scope, key: Key | null): string | null {
  return key && seal(scope.secret, purposeOf(requireCompany(scope)), JSON.stringify(key));
}

function keyOf(scope: Scope, { key, companyId }: Pick<Row, "key" | "companyId">): Key | undefined {
  return key === null ? undefined : Key.parse(JSON.parse(unseal(scope.secret, purposeOf(companyId), key)));
}

/** What the keys of a company's knowledge bases are sealed for. */
export function purposeOf(companyId: string): string {
  return `knowledge-base-key:${companyId}`;
}
