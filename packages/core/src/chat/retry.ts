import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import { runTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Scope } from "../scope.ts";
import { unfinishedStates } from "./chat.sql.ts";

/** An answer and the one that takes its place. */
export interface Retry {
  retryOf: string;
  runId: string;
  conversationId: string;
  userId: string;
}

/**
 * Has a run that was just made take the place of one that has ended, and look where that one looked unless it says
 * otherwise. Throws `run.not_retryable`.
 */
export async function takePlaceOf(db: Scope["db"], { retryOf, runId, conversationId, userId }: Retry): Promise<void> {
  const [replaced] = await db
    .update(runTable)
    .set({ retriedBy: runId })
    .where(
      and(
        eq(runTable.id, retryOf),
        eq(runTable.conversationId, conversationId),
        eq(runTable.userId, userId),
        isNull(runTable.retriedBy),
        notInArray(runTable.state, unfinishedStates),
      ),
    )
    .returning({
      libraryIds: runTable.libraryIds,
      filter: runTable.filter,
      pictureIds: runTable.pictureIds,
      draws: runTable.draws,
      settings: runTable.settings,
    });
  if (replaced) {
    const { libraryIds, filter, pictureIds, draws, settings } = runTable;
    const inherited = {
      libraryIds: sql`coalesce(${libraryIds}, ${jsonb(replaced.libraryIds)})`,
      filter: sql`coalesce(${filter}, ${jsonb(replaced.filter)})`,
      draws: sql`${draws} or ${replaced.draws}`,
      pictureIds: sql`coalesce(${pictureIds}, ${jsonb(replaced.pictureIds)})`,
      settings: sql`coalesce(${settings}, ${jsonb(replaced.settings)})`,
    };
    await db.update(runTable).set(inherited).where(eq(runTable.id, runId));
    return;
  }
  throw new PublicError(
    "conflict",
    "run.not_retryable",
    "That answer cannot be tried again: it is still being written, or was tried again already. Reload the page.",
  );
}

function jsonb(value: unknown) {
  return sql`${value === null ? null : JSON.stringify(value)}::jsonb`;
}
