import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { feedbackTable, runTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireUser, type Scope } from "../scope.ts";

export const Rate = z.strictObject({
  runId: z.string(),
  /** Null takes the thumb back. */
  thumb: z.enum(["up", "down"]).nullable(),
  reason: z.string().trim().max(2000).optional(),
});

/** Sets or takes back the asker's thumb on an answer of their own. Throws `run.not_found`. */
export async function rate(scope: Scope, { runId, thumb, reason }: z.infer<typeof Rate>): Promise<void> {
  const { userId, companyId } = requireUser(scope);
  const [run] = await scope.db
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(eq(runTable.id, runId), eq(runTable.userId, userId)));
  if (!run)
    throw new PublicError("not_found", "run.not_found", "That answer does not exist any more. Reload the page.");
  if (!thumb) {
    await scope.db.delete(feedbackTable).where(and(eq(feedbackTable.runId, runId), eq(feedbackTable.userId, userId)));
    return;
  }
  const said = { thumb, reason: reason ?? null };
  await scope.db
    .insert(feedbackTable)
    .values({ runId, userId, companyId, ...said, createdAt: scope.now() })
    .onConflictDoUpdate({ target: [feedbackTable.runId, feedbackTable.userId], set: said });
}
