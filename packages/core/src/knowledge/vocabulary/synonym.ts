import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { companyTable, synonymTable } from "../../db/schema.ts";
import type { Database } from "../../db/database.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { keyOf } from "../text/phrase.ts";
import { BrokenLine, read, write } from "./synonym-csv.ts";
import { forget } from "./vocabulary.ts";
import { errorFor, problemIn, Taken, tidy, type Problem } from "./word-group.ts";

/** Words and phrases that mean the same in this company. */
export interface Info {
  id: string;
  words: string[];
  createdAt: Date;
}

const Words = z.array(z.string().max(1_000)).max(200);

export const List = z.strictObject({
  /** Part of a word. */
  text: z.string().max(200).default(""),
  from: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export const Add = z.strictObject({ groups: z.array(Words).min(1).max(500) });
export const Change = z.strictObject({ id: z.string(), words: Words });
export const Check = z.strictObject({ id: z.string().optional(), words: Words });
export const Remove = z.strictObject({ ids: z.array(z.string()).min(1).max(5_000) });
export const Import = z.strictObject({ text: z.string().max(2_000_000) });

export interface Imported {
  added: Info[];
  /** Lines that stood here already. */
  unchanged: number;
  /** Lines that cannot be taken; with one of them nothing is added. */
  problems: { line: number; problem: Problem | { type: "broken" } }[];
}

/** More than this is a dictionary, and not what one company calls its things. */
const groupsMax = 5_000;

/** The groups of the company that hold this text in a word, newest first. */
export async function list(
  scope: Scope,
  input: z.infer<typeof List>,
): Promise<{ items: Info[]; total: number; all: number }> {
  requireRole(scope, "editor");
  const groups = (await stored(scope.db, requireCompany(scope))).reverse();
  const text = input.text.trim().toLowerCase();
  const key = keyOf(text);
  const holds = (word: string) => word.toLowerCase().includes(text) || (key !== "" && keyOf(word).includes(key));
  const items = text ? groups.filter(({ words }) => words.some(holds)) : groups;
  return { items: items.slice(input.from, input.from + input.limit), total: items.length, all: groups.length };
}

/** Adds all of these groups, or none when one of them cannot be kept. */
export async function add(scope: Scope, input: z.infer<typeof Add>): Promise<Info[]> {
  requireRole(scope, "editor");
  return changing(scope, async (db, companyId) => {
    const before = await stored(db, companyId);
    const groups = input.groups.map(tidy);
    const problem = problemsOf(groups, before).find(Boolean);
    if (problem) throw errorFor(problem);
    return insert(scope, db, groups, before.length);
  });
}

/** What would keep this group from being added or, with an id, from being changed so. */
export async function check(scope: Scope, input: z.infer<typeof Check>): Promise<Problem | null> {
  requireRole(scope, "editor");
  const others = (await stored(scope.db, requireCompany(scope))).filter(({ id }) => id !== input.id);
  return problemsOf([tidy(input.words)], others)[0] ?? null;
}

export async function change(scope: Scope, input: z.infer<typeof Change>): Promise<Info> {
  requireRole(scope, "editor");
  return changing(scope, async (db, companyId) => {
    const before = await stored(db, companyId);
    const group = before.find(({ id }) => id === input.id);
    if (!group) throw gone();
    const words = tidy(input.words);
    const [problem] = problemsOf(
      [words],
      before.filter(({ id }) => id !== input.id),
    );
    if (problem) throw errorFor(problem);
    await db.update(synonymTable).set({ words }).where(eq(synonymTable.id, group.id));
    return { ...group, words };
  });
}

/** Takes groups away and gives them back, so that they can be added again. */
export async function remove(scope: Scope, input: z.infer<typeof Remove>): Promise<Info[]> {
  requireRole(scope, "editor");
  return changing(scope, async (db, companyId) => {
    const own = and(eq(synonymTable.companyId, companyId), inArray(synonymTable.id, input.ids));
    const rows = await db.delete(synonymTable).where(own).returning();
    if (rows.length === 0) throw gone();
    return rows.map(fromRow);
  });
}

/** Adds the groups of a file, one a line. Lines that stand here already change nothing. */
export async function importCsv(scope: Scope, input: z.infer<typeof Import>): Promise<Imported> {
  requireRole(scope, "editor");
  let lines;
  try {
    lines = read(input.text);
  } catch (error) {
    if (!(error instanceof BrokenLine)) throw error;
    return { added: [], unchanged: 0, problems: [{ line: error.line, problem: { type: "broken" } }] };
  }
  return changing(scope, async (db, companyId) => {
    const before = await stored(db, companyId);
    const known = new Set(before.map(({ words }) => fingerprint(words)));
    const given = lines.map(({ line, words }) => ({ line, words: tidy(words) }));
    const fresh = given.filter(({ words }) => !known.has(fingerprint(words)));
    const found = problemsOf(
      fresh.map(({ words }) => words),
      before,
    );
    const problems = fresh.flatMap(({ line }, at) => {
      const problem = found[at];
      return problem ? [{ line, problem }] : [];
    });
    const unchanged = given.length - fresh.length;
    if (problems.length > 0 || fresh.length === 0) return { added: [], unchanged, problems };
    const groups = fresh.map(({ words }) => words);
    return { added: await insert(scope, db, groups, before.length), unchanged, problems };
  });
}

/** All groups as a file that `importCsv` reads, one a line. */
export async function exportCsv(scope: Scope): Promise<string> {
  requireRole(scope, "editor");
  const groups = await stored(scope.db, requireCompany(scope));
  return write(groups.map(({ words }) => words));
}

/** One change after the other: two editors at once cannot put a word into two groups. */
async function changing<T>(scope: Scope, work: (db: Database, companyId: string) => Promise<T>): Promise<T> {
  const companyId = requireCompany(scope);
  const result = await scope.db.transaction(async (db) => {
    await db.select().from(companyTable).where(eq(companyTable.id, companyId)).for("update");
    return work(db, companyId);
  });
  forget(scope);
  return result;
}

async function stored(db: Database, companyId: string): Promise<Info[]> {
  const rows = await db
    .select()
    .from(synonymTable)
    .where(eq(synonymTable.companyId, companyId))
    .orderBy(asc(synonymTable.id));
  return rows.map(fromRow);
}

async function insert(scope: Scope, db: Database, groups: string[][], before: number): Promise<Info[]> {
  if (before + groups.length > groupsMax) {
    const most = groupsMax.toLocaleString("en");
    const message = `There may be ${most} groups; these would make ${(before + groups.length).toLocaleString("en")}. Delete some that nobody asks about first.`;
    throw new PublicError("invalid", "synonym.full", message);
  }
  const createdAt = scope.now();
  // ids sort by time: a millisecond apart they keep the order of the file
  const rows = groups.map((words, at) => {
    const id = newId("synonym", createdAt.getTime() + at);
    return { id, companyId: requireCompany(scope), words, createdAt };
  });
  await db.insert(synonymTable).values(rows);
  return rows.map(fromRow);
}

/** Each group's problem: in itself, with those that stand here, or with those before it. */
function problemsOf(groups: readonly string[][], standing: readonly Info[]): (Problem | undefined)[] {
  const taken = new Taken();
  for (const { words } of standing) taken.add(words);
  return groups.map((words) => {
    const problem = problemIn(words) ?? taken.problemIn(words);
    if (!problem) taken.add(words);
    return problem;
  });
}

function fingerprint(words: readonly string[]): string {
  return words.map(keyOf).sort().join("\n");
}

function fromRow({ id, words, createdAt }: typeof synonymTable.$inferSelect): Info {
  return { id, words, createdAt };
}

function gone() {
  return new PublicError("not_found", "synonym.not_found", "That group does not exist any more. Reload the list.");
}
