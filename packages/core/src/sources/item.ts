import { createHash } from "node:crypto";
import { and, eq, isNull, ne } from "drizzle-orm";
import { documentTable, sourceItemTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import * as Document from "../knowledge/document.ts";
import * as Version from "../knowledge/version.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { Content } from "./finding.ts";
import { otherName } from "./page-address.ts";
import type { Hint } from "./source.sql.ts";

export interface Item {
  address: string;
  name: string;
  /** Null when its document is not there any more. */
  documentId: string | null;
  contentHash: string;
  hint: Hint;
  links: string[];
}

/** What earlier runs of a source brought, by address. */
export async function ofSource(scope: Scope, sourceId: string): Promise<Map<string, Item>> {
  const rows = await scope.db
    .select({
      address: sourceItemTable.address,
      name: sourceItemTable.name,
      documentId: documentTable.id,
      contentHash: sourceItemTable.contentHash,
      hint: sourceItemTable.hint,
      links: sourceItemTable.links,
    })
    .from(sourceItemTable)
    .leftJoin(documentTable, and(eq(documentTable.id, sourceItemTable.documentId), isNull(documentTable.removedAt)))
    .where(eq(sourceItemTable.sourceId, sourceId));
  return new Map(rows.map((row) => [row.address, row]));
}

export type Taken = "added" | "changed" | "unchanged";

/**
 * Takes the content of a page or file into the library, as a new document or a new version, unless it is what its document
 * holds already. `items` is what the source has brought so far; it is kept up to date. `batch` gives the id of the batch for
 * what is added.
 */
export async function take(
  scope: Scope,
  source: { id: string; libraryId: string },
  items: Map<string, Item>,
  address: string,
  content: Content,
  batch: () => Promise<string>,
): Promise<Taken> {
  const before = items.get(address);
  const contentHash = await hashOf(content);
  const { hint, links } = content;
  if (before?.documentId && before.contentHash === contentHash) {
    await keep(scope, source.id, items, { ...before, hint, links });
    return "unchanged";
  }
  const name = before?.name ?? freeName(items, address, content.name);
  const [added] = await Version.add(scope, source.libraryId, [{ name, content: content.open() }], {
    batchId: await batch(),
  });
  if (!added) throw new Error("a file was added and nothing came of it");
  await keep(scope, source.id, items, { address, name, documentId: added.documentId, contentHash, hint, links });
  if (added.unchanged) return "unchanged";
  return before?.documentId ? "changed" : "added";
}

/** Forgets a page or file that is gone, and removes its document unless another source brings it too. False when nothing was known of it. */
export async function drop(
  scope: Scope,
  sourceId: string,
  items: Map<string, Item>,
  address: string,
): Promise<boolean> {
  const item = items.get(address);
  if (!item) return false;
  if (item.documentId && !(await broughtOtherwise(scope, sourceId, item.documentId))) {
    await Document.remove(scope, [item.documentId]).catch(unlessGone);
  }
  await scope.db
    .delete(sourceItemTable)
    .where(and(eq(sourceItemTable.sourceId, sourceId), eq(sourceItemTable.address, address)));
  items.delete(address);
  return true;
}

/** Somebody may have deleted it by hand meanwhile. */
function unlessGone(error: unknown): void {
  if (!(error instanceof PublicError && error.code === "document.not_found")) throw error;
}

async function broughtOtherwise(scope: Scope, sourceId: string, documentId: string): Promise<boolean> {
  const rows = await scope.db
    .select({ sourceId: sourceItemTable.sourceId })
    .from(sourceItemTable)
    .where(and(eq(sourceItemTable.documentId, documentId), ne(sourceItemTable.sourceId, sourceId)))
    .limit(1);
  return rows.length > 0;
}

async function keep(scope: Scope, sourceId: string, items: Map<string, Item>, item: Item): Promise<void> {
  const row = { ...item, sourceId, companyId: requireCompany(scope) };
  await scope.db
    .insert(sourceItemTable)
    .values(row)
    .onConflictDoUpdate({ target: [sourceItemTable.sourceId, sourceItemTable.address], set: item });
  items.set(item.address, item);
}

/** Two pages may come to one name, as /travel and /travel.html do. */
function freeName(items: ReadonlyMap<string, Item>, address: string, wanted: string): string {
  const name = Version.cleanName(wanted);
  const taken = [...items.values()].some((item) => item.name === name && item.address !== address);
  return taken ? otherName(name, address) : name;
}

async function hashOf(content: Content): Promise<string> {
  const hash = createHash("sha256");
  const opened = content.open();
  if (opened instanceof Uint8Array) return hash.update(opened).digest("hex");
  for await (const part of opened) hash.update(part as Uint8Array);
  return hash.digest("hex");
}
