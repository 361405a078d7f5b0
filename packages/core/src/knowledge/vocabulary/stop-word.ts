import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { companyTable, stopWordTable } from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { keyOf } from "../text/phrase.ts";
import { forget } from "./vocabulary.ts";
import { tidy, wordCharactersMax } from "./word-group.ts";

// A company's own stop words, besides those of the languages in stop-words.ts.

export interface Info {
  word: string;
  createdAt: Date;
}

const Words = z.array(z.string().max(1_000)).min(1).max(2_000);

export const Add = z.strictObject({ words: Words });
export const Change = z.strictObject({ word: z.string(), to: z.string().max(1_000) });
export const Remove = z.strictObject({ words: Words });

const wordsMax = 2_000;

/** The company's stop words, newest first. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "editor");
  const rows = await scope.db
    .select({ word: stopWordTable.word, createdAt: stopWordTable.createdAt })
    .from(stopWordTable)
    .where(eq(stopWordTable.companyId, requireCompany(scope)))
    .orderBy(asc(stopWordTable.createdAt), asc(stopWordTable.word));
  return rows.reverse();
}

/** Adds those that are not there yet, and tells which these were. All are refused when one cannot be kept. */
export async function add(scope: Scope, input: z.infer<typeof Add>): Promise<string[]> {
  requireRole(scope, "editor");
  return replace(scope, [], input.words);
}

/** Puts another word in the place of one. */
export async function change(scope: Scope, input: z.infer<typeof Change>): Promise<void> {
  requireRole(scope, "editor");
  if (tidy([input.to]).length === 0) throw unreadable("");
  await replace(scope, [input.word], [input.to]);
}

/** Tells which of them were there. */
export async function remove(scope: Scope, input: z.infer<typeof Remove>): Promise<string[]> {
  requireRole(scope, "editor");
  const rows = await scope.db
    .delete(stopWordTable)
    .where(own(requireCompany(scope), input.words))
    .returning();
  forget(scope);
  return rows.map(({ word }) => word);
}

/** Takes the old ones away, adds the new ones that are not there yet, and tells which these were. */
async function replace(scope: Scope, old: readonly string[], given: readonly string[]): Promise<string[]> {
  const words = tidy(given);
  for (const word of words) refuseUnfit(word);
  const companyId = requireCompany(scope);
  const added = await scope.db.transaction(async (db) => {
    await db.select().from(companyTable).where(eq(companyTable.id, companyId)).for("update");
    if (old.length) await db.delete(stopWordTable).where(own(companyId, old));
    const before = await db
      .select({ word: stopWordTable.word })
      .from(stopWordTable)
      .where(eq(stopWordTable.companyId, companyId));
    const known = new Set(before.map(({ word }) => keyOf(word)));
    const fresh = words.filter((word) => !known.has(keyOf(word)));
    if (before.length + fresh.length > wordsMax) throw full(before.length + fresh.length);
    const createdAt = scope.now();
    if (fresh.length) await db.insert(stopWordTable).values(fresh.map((word) => ({ companyId, word, createdAt })));
    return fresh;
  });
  forget(scope);
  return added;
}

function own(companyId: string, words: readonly string[]) {
  return and(eq(stopWordTable.companyId, companyId), inArray(stopWordTable.word, [...words]));
}

function refuseUnfit(word: string): void {
  if (word.length > wordCharactersMax) {
    const message = `A stop word may have ${wordCharactersMax} characters; shorten “${word.slice(0, wordCharactersMax)}…”.`;
    throw new PublicError("invalid", "stop_word.long", message);
  }
  if (!keyOf(word)) throw unreadable(word);
}

function unreadable(word: string) {
  const message = `“${word}” has no letters and no digits, so it is never searched for anyway. Leave it out.`;
  return new PublicError("invalid", "stop_word.unreadable", message);
}

function full(many: number) {
  const message = `There may be ${wordsMax.toLocaleString("en")} stop words; these would make ${many.toLocaleString("en")}. Delete some first.`;
  return new PublicError("invalid", "stop_word.full", message);
}
