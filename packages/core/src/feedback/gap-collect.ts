import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, ne, notExists, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import { companyTable, feedbackTable, gapRunTable, gapTable, runTable, traceTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { newId } from "../id.ts";
import * as Generation from "../knowledge/index/generation.ts";
import { backgroundOf } from "../knowledge/ranking/background.ts";
import { queryTerms } from "../knowledge/text/analyze.ts";
import { scriptOf } from "../knowledge/text/script.ts";
import { cosine, fromBytes, toBytes } from "../models/vector.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { understood } from "./gap.ts";
import type { gapReasons } from "./feedback.sql.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Older questions are not looked at any more. */
const daysMax = 90;
/** Taken at once, so that nobody waits long and nothing stands still. */
const takenAtOnce = 100;
/** More than this are not even counted. */
const waitingMax = 10_000;
/** A question is held against so many groups, the newest. */
const groupsMax = 2_000;
/** Questions share so much of a meaning, counted from what an arbitrary text would reach. */
const sameMeaning = 0.6;
/** Or so much of their words. */
const sameWords = 0.6;

interface Asked {
  runId: string;
  userId: string;
  question: string;
  reason: (typeof gapReasons)[number];
  askedAt: Date;
}

interface Group {
  id: string;
  terms: ReadonlySet<string>;
  vector: Float32Array | null;
}

/** Meanings of questions in the space that is searched now; nothing where there is no embedder or it fails. */
interface Meanings {
  embedder: string;
  vectors: readonly Float32Array[];
  /** What an arbitrary question would score with each. */
  backgrounds: readonly number[];
}

/**
 * Sorts questions that were refused, got only candidates, or whose answers were disliked into groups of the same meaning;
 * some at a time, oldest first. A question joins the nearest of the newest groups that are not closed, else begins one: a
 * closed one that is asked without an answer is open again as another. Gives how many were sorted and how many are left.
 */
export async function collect(scope: Scope): Promise<{ taken: number; left: number }> {
  requireRole(scope, "editor");
  await forget(scope);
  const waiting = await unsorted(scope);
  const asked = waiting.slice(0, takenAtOnce);
  if (!asked.length) return { taken: 0, left: 0 };
  const meanings = await understand(scope, asked);
  const taken = await inTransaction(scope, async (scope) => {
    // two who look at the same time do not make the same group twice
    await scope.db
      .select({ id: companyTable.id })
      .from(companyTable)
      .where(eq(companyTable.id, requireCompany(scope)))
      .for("update");
    return sort(scope, asked, meanings);
  });
  return { taken, left: waiting.length - asked.length };
}

/** Dislikes that were taken back, and groups that nobody asks any more. */
async function forget(scope: Scope): Promise<void> {
  const disliked = scope.db
    .select({ one: sql`1` })
    .from(feedbackTable)
    .where(and(eq(feedbackTable.runId, gapRunTable.runId), eq(feedbackTable.thumb, "down")));
  const own = scope.db
    .select({ id: gapTable.id })
    .from(gapTable)
    .where(eq(gapTable.companyId, requireCompany(scope)));
  await scope.db
    .delete(gapRunTable)
    .where(and(inArray(gapRunTable.gapId, own), eq(gapRunTable.reason, "disliked"), notExists(disliked)));
  const asked = scope.db
    .select({ one: sql`1` })
    .from(gapRunTable)
    .where(eq(gapRunTable.gapId, gapTable.id));
  await scope.db.delete(gapTable).where(and(eq(gapTable.companyId, requireCompany(scope)), notExists(asked)));
}

/** What waits to be sorted, oldest first. */
async function unsorted(scope: Scope): Promise<Asked[]> {
  const companyId = requireCompany(scope);
  const since = gte(runTable.createdAt, new Date(scope.now().getTime() - daysMax * dayMs));
  const tier = sql<string>`${runTable.outcome} ->> 'tier'`;
  // each by an index of its own
  const unanswered = scope.db
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(eq(runTable.companyId, companyId), since, sql`${tier} in ('refused', 'candidates')`));
  const disliked = scope.db
    .select({ id: sql<string>`${feedbackTable.runId}` })
    .from(feedbackTable)
    .where(
      and(eq(feedbackTable.companyId, companyId), eq(feedbackTable.thumb, "down"), isNotNull(feedbackTable.runId)),
    );
  const sorted = scope.db
    .select({ one: sql`1` })
    .from(gapRunTable)
    .where(eq(gapRunTable.runId, runTable.id));
  const rows = await scope.db
    .select({ runId: runTable.id, userId: runTable.userId, question: understood, tier, askedAt: runTable.createdAt })
    .from(runTable)
    .leftJoin(traceTable, eq(traceTable.runId, runTable.id))
    .where(
      and(
        inArray(runTable.id, union(unanswered, disliked)),
        since,
        eq(runTable.state, "finished"),
        isNull(runTable.retriedBy),
        // what was asked of a picture is not asked of the documents
        isNull(runTable.pictureIds),
        eq(runTable.draws, false),
        notExists(sorted),
      ),
    )
    .orderBy(asc(runTable.createdAt), asc(runTable.id))
    .limit(waitingMax);
  return rows.map(({ tier, ...row }) => ({
    ...row,
    reason: tier === "refused" || tier === "candidates" ? tier : "disliked",
  }));
}

async function understand(scope: Scope, asked: readonly Asked[]): Promise<Meanings | undefined> {
  try {
    const space = await Generation.current(scope);
    const embedder = await Generation.embedder(scope, space);
    if (!embedder) return undefined;
    const questions = asked.map(({ question }) => question);
    const vectors = await embedder.embed(questions, "query");
    const background = (await backgroundOf(scope, space, embedder))["vector-question"];
    const backgrounds = vectors.map((vector, at) => cosine(vector, background[scriptOf(questions[at] ?? "")]));
    return { embedder: embedder.id, vectors, backgrounds };
  } catch (error) {
    scope.log.warn("gap.words_only", { error });
    return undefined;
  }
}

async function sort(scope: Scope, asked: readonly Asked[], meanings: Meanings | undefined): Promise<number> {
  const groups = await groupsOf(scope, meanings?.embedder);
  let taken = 0;
  for (const [at, { question, ...run }] of asked.entries()) {
    const vector = meanings?.vectors[at] ?? null;
    const one = { terms: new Set(queryTerms(question)), vector };
    const found = nearest(one, groups, meanings?.backgrounds[at] ?? 0);
    const gapId = found?.id ?? newId("gap");
    if (!found) {
      const meaning = vector && meanings ? { vector: toBytes(vector), embedder: meanings.embedder } : {};
      const row = { id: gapId, companyId: requireCompany(scope), createdAt: scope.now() };
      await scope.db.insert(gapTable).values({ ...row, ...meaning });
      groups.unshift({ id: gapId, ...one });
    }
    const { runId, userId, reason, askedAt } = run;
    const added = await scope.db
      .insert(gapRunTable)
      .values({ runId, gapId, userId, reason, askedAt })
      .onConflictDoNothing()
      .returning({ runId: gapRunTable.runId });
    taken += added.length;
  }
  return taken;
}

/** The newest groups that may be joined, each with the meaning and the words of a question of it. */
async function groupsOf(scope: Scope, embedder: string | undefined): Promise<Group[]> {
  const first = sql`(select r.run_id from gap_run r where r.gap_id = ${gapTable.id} order by r.asked_at, r.run_id limit 1)`;
  const rows = await scope.db
    .select({ id: gapTable.id, vector: gapTable.vector, embedder: gapTable.embedder, question: understood })
    .from(gapTable)
    .innerJoin(runTable, eq(runTable.id, first))
    .leftJoin(traceTable, eq(traceTable.runId, runTable.id))
    .where(and(eq(gapTable.companyId, requireCompany(scope)), ne(gapTable.state, "closed")))
    .orderBy(desc(gapTable.createdAt), desc(gapTable.id))
    .limit(groupsMax);
  return rows.map((row) => ({
    id: row.id,
    terms: new Set(queryTerms(row.question)),
    vector: row.vector && row.embedder === embedder ? fromBytes(row.vector) : null,
  }));
}

function nearest(one: Omit<Group, "id">, groups: readonly Group[], background: number): Group | undefined {
  let best: { group: Group; value: number } | undefined;
  for (const group of groups) {
    const value = Math.max(meaningOfBoth(one, group, background) / sameMeaning, wordsOfBoth(one, group) / sameWords);
    if (value >= 1 && value > (best?.value ?? 0) && sameNumbers(one.terms, group.terms)) best = { group, value };
  }
  return best?.group;
}

function meaningOfBoth(a: Omit<Group, "id">, b: Group, background: number): number {
  if (!a.vector || !b.vector || a.vector.length !== b.vector.length) return 0;
  return (cosine(a.vector, b.vector) - background) / Math.max(1e-6, 1 - background);
}

function wordsOfBoth({ terms: a }: Omit<Group, "id">, { terms: b }: Group): number {
  const both = [...a].filter((term) => b.has(term)).length;
  const all = a.size + b.size - both;
  return all > 0 ? both / all : 0;
}

/** "Form 12" is never "form 13". */
function sameNumbers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const numbers = (terms: ReadonlySet<string>) => [...terms].filter((term) => /\d/.test(term)).sort().join(" "); // prettier-ignore
  return numbers(a) === numbers(b);
}
