import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { companyTable, migrationEntryTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { entryKinds } from "./migration.sql.ts";

type Kind = (typeof entryKinds)[number];

export interface Entry {
  /** What it became here. */
  targetId: string;
  /** Whether it said the same there when it was taken last. */
  isSame: boolean;
}

/** What became of something of the predecessor's, named by the parts of its key. */
export async function find(
  scope: Scope,
  kind: Kind,
  key: readonly string[],
  said: unknown = "",
): Promise<Entry | undefined> {
  const { content, targetId } = migrationEntryTable;
  const [row] = await scope.db
    .select({ content, targetId })
    .from(migrationEntryTable)
    .where(at(scope, kind, key));
  return row && { targetId: row.targetId, isSame: row.content === digest(said) };
}

/** Notes what it became, in one transaction with whatever makes it. */
export async function note(
  scope: Scope,
  kind: Kind,
  key: readonly string[],
  targetId: string,
  said: unknown = "",
): Promise<void> {
  const content = digest(said);
  const row = { companyId: requireCompany(scope), kind, key: digest(key), targetId, content, createdAt: scope.now() };
  const { companyId: company, kind: ofKind, key: named } = migrationEntryTable;
  await scope.db
    .insert(migrationEntryTable)
    .values(row)
    .onConflictDoUpdate({ target: [company, ofKind, named], set: { targetId, content } });
}

/** Whoever takes something over at the same time waits until this transaction ends. */
export async function inTurn(scope: Scope): Promise<void> {
  const { id } = companyTable;
  await scope.db
    .select({ id })
    .from(companyTable)
    .where(eq(id, requireCompany(scope)))
    .for("update");
}

/** Something that tells two values apart without saying what they are. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

function at(scope: Scope, kind: Kind, key: readonly string[]) {
  const { companyId, kind: ofKind, key: named } = migrationEntryTable;
  return and(eq(companyId, requireCompany(scope)), eq(ofKind, kind), eq(named, digest(key)));
}
