import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { documentTable, feedbackTable, runTable, traceTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireUser, type Scope } from "../scope.ts";
import { faults } from "./feedback.sql.ts";

export const answerLengthMax = 12_000;

export const Rate = z.strictObject({
  runId: z.string().max(64),
  /** Null takes back all that was said. */
  thumb: z.enum(["up", "down"]).nullable(),
  /** What was wrong. */
  fault: z.enum(faults).optional(),
  reason: z.string().trim().max(2000).optional(),
  /** What it should have said. */
  correction: z.string().trim().max(answerLengthMax).optional(),
});
export const OfRun = z.strictObject({ runId: z.string().max(64) });

/** What the asker said of an answer. */
export interface Said {
  thumb: "up" | "down" | null;
  fault: (typeof faults)[number] | null;
  reason: string | null;
  correction: string | null;
}

/** Keeps what the asker says of an answer of their own, or takes it back. Throws `run.not_found`. */
export async function rate(scope: Scope, input: z.infer<typeof Rate>): Promise<void> {
  const { runId, thumb } = input;
  const { userId, companyId } = requireUser(scope);
  const run = await requireOwn(scope, runId);
  const own = and(eq(feedbackTable.runId, runId), eq(feedbackTable.userId, userId));
  if (!thumb) {
    // what became a row of answers stays on the reviewers' list
    await scope.db.update(feedbackTable).set({ thumb: null, fault: null, reason: null }).where(own);
    await scope.db.delete(feedbackTable).where(and(own, sql`${feedbackTable.state} <> 'injected'`));
    return;
  }
  const correction = clean(input.correction ?? "").trim() || null;
  const said = { thumb, fault: input.fault ?? null, reason: clean(input.reason ?? "").trim() || null, correction };
  await scope.db
    .insert(feedbackTable)
    .values({
      id: newId("feedback"),
      runId,
      userId,
      companyId,
      ...said,
      question: run.question,
      libraryIds: await librariesOf(scope, run),
      createdAt: scope.now(),
    })
    .onConflictDoUpdate({
      target: [feedbackTable.runId, feedbackTable.userId],
      set: {
        ...said,
        // a new correction is looked at again
        state: sql`case when ${correction}::text is not null and ${feedbackTable.correction} is distinct from ${correction}::text
          then 'new' else ${feedbackTable.state} end`,
      },
    });
}

/** What the asker said of an answer of their own. Throws `run.not_found`. */
export async function ofRun(scope: Scope, { runId }: z.infer<typeof OfRun>): Promise<Said> {
  await requireOwn(scope, runId);
  const { thumb, fault, reason, correction } = feedbackTable;
  const [said] = await scope.db
    .select({ thumb, fault, reason, correction })
    .from(feedbackTable)
    .where(and(eq(feedbackTable.runId, runId), eq(feedbackTable.userId, requireUser(scope).userId)));
  return said ?? { thumb: null, fault: null, reason: null, correction: null };
}

type Run = Awaited<ReturnType<typeof requireOwn>>;

async function requireOwn(scope: Scope, runId: string) {
  const [run] = await scope.db
    .select({
      question: runTable.question,
      outcome: runTable.outcome,
      asked: runTable.libraryIds,
      searched: sql<string[] | null>`${traceTable.trace} -> 'libraryIds'`,
    })
    .from(runTable)
    .leftJoin(traceTable, eq(traceTable.runId, runTable.id))
    .where(and(eq(runTable.id, runId), eq(runTable.userId, requireUser(scope).userId)));
  if (run) return run;
  throw new PublicError("not_found", "run.not_found", "That answer does not exist any more. Reload the page.");
}

/** The libraries that an answer came from; where it came from none, those that were searched. */
async function librariesOf(scope: Scope, { outcome, asked, searched }: Run): Promise<string[]> {
  const sources = outcome?.sources ?? [];
  const cited = sources.filter((source) => source.cited);
  const documentIds = [...new Set((cited.length ? cited : sources).map(({ documentId }) => documentId))];
  if (!documentIds.length) return asked ?? searched ?? [];
  const rows = await scope.db
    .selectDistinct({ libraryId: documentTable.libraryId })
    .from(documentTable)
    .where(inArray(documentTable.id, documentIds));
  return rows.map(({ libraryId }) => libraryId);
}
