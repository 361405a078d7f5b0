import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { conversationTable, feedbackTable, runTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Filter } from "../knowledge/description/filter.ts";
import type { Info as PictureInfo } from "../pictures/picture-info.ts";
import * as Picture from "../pictures/picture.ts";
import { requireUser, type Scope } from "../scope.ts";
import type { Outcome } from "./run-event.ts";
import { unfinishedStates } from "./chat.sql.ts";
import type { Settings } from "./settings.ts";
import { withhold } from "./withhold.ts";

export const Info = z.strictObject({
  id: z.string(),
  title: z.string().trim().min(1).max(120),
  updatedAt: z.date(),
});
export type Info = z.infer<typeof Info>;

export const Rename = Info.pick({ id: true, title: true });
export const ById = Info.pick({ id: true });

/** One question with its answer, as the thread shows it. */
export interface Turn {
  runId: string;
  question: string;
  /** The libraries it was asked in, and what it was narrowed to besides. */
  libraryIds: string[] | null;
  filter: Filter | null;
  /** Shown with the question; those that are gone are left out. */
  pictures: PictureInfo[];
  /** How the asker wanted to be answered. */
  settings: Settings | null;
  state: (typeof runTable.$inferSelect)["state"];
  /** Null while the answer is on its way: watch the run. */
  outcome: Outcome | null;
  error: { code: string; message: string } | null;
  thumb: "up" | "down" | null;
  createdAt: Date;
}

/** The asker's conversations, the one used last first. */
export async function list(scope: Scope): Promise<Info[]> {
  const { userId } = requireUser(scope);
  return scope.db
    .select({ id: conversationTable.id, title: conversationTable.title, updatedAt: conversationTable.updatedAt })
    .from(conversationTable)
    .where(eq(conversationTable.userId, userId))
    .orderBy(desc(conversationTable.updatedAt))
    .limit(500);
}

/** A conversation with its turns in order; answers that were retried are left out. Throws `conversation.not_found`. */
export async function get(scope: Scope, id: string): Promise<Info & { turns: Turn[] }> {
  const { userId } = requireUser(scope);
  const [row] = await scope.db
    .select({ id: conversationTable.id, title: conversationTable.title, updatedAt: conversationTable.updatedAt })
    .from(conversationTable)
    .where(own(scope, id));
  if (!row) throw notFound();
  const runs = await scope.db
    .select({
      runId: runTable.id,
      question: runTable.question,
      libraryIds: runTable.libraryIds,
      filter: runTable.filter,
      pictureIds: runTable.pictureIds,
      settings: runTable.settings,
      state: runTable.state,
      outcome: runTable.outcome,
      errorCode: runTable.errorCode,
      error: runTable.error,
      thumb: feedbackTable.thumb,
      createdAt: runTable.createdAt,
    })
    .from(runTable)
    .leftJoin(feedbackTable, and(eq(feedbackTable.runId, runTable.id), eq(feedbackTable.userId, userId)))
    .where(and(eq(runTable.conversationId, id), isNull(runTable.retriedBy)))
    .orderBy(asc(runTable.createdAt), asc(runTable.id));
  const known = await Picture.infos(
    scope,
    runs.flatMap(({ pictureIds }) => pictureIds ?? []),
  );
  const turns = (await withhold(scope, runs)).map((one) => {
    const { errorCode, error, pictureIds, hidden: _, ...turn } = one;
    const pictures = (pictureIds ?? []).flatMap((id) => known.get(id) ?? []);
    return { ...turn, pictures, error: errorCode && error ? { code: errorCode, message: error } : null };
  });
  return { ...row, turns };
}

export async function rename(scope: Scope, input: z.infer<typeof Rename>): Promise<Info> {
  const [row] = await scope.db
    .update(conversationTable)
    .set({ title: input.title })
    .where(own(scope, input.id))
    .returning({ id: conversationTable.id, title: conversationTable.title, updatedAt: conversationTable.updatedAt });
  if (!row) throw notFound();
  return row;
}

/** Removes the conversation with everything said in it; answers still on their way are stopped. */
export async function remove(scope: Scope, id: string): Promise<void> {
  const underway = await scope.db
    .select({ runId: runTable.id })
    .from(runTable)
    .innerJoin(conversationTable, eq(conversationTable.id, runTable.conversationId))
    .where(and(own(scope, id), inArray(runTable.state, unfinishedStates)));
  for (const { runId } of underway) await scope.runWorker.stop(runId);
  const { pictures, runs } = await scope.db.transaction(async (db) => {
    const pictures = await Picture.filesOf({ db }, id);
    const runs = await db.select({ id: runTable.id }).from(runTable).where(eq(runTable.conversationId, id));
    const rows = await db.delete(conversationTable).where(own(scope, id)).returning({ id: conversationTable.id });
    if (!rows.length) throw notFound();
    return { pictures, runs };
  });
  await scope.runLog.forget(runs.map((run) => run.id));
  await Picture.removeFiles(scope, pictures);
}

/** Another person's conversation is simply not found. */
function own(scope: Scope, id: string) {
  return and(eq(conversationTable.id, id), eq(conversationTable.userId, requireUser(scope).userId));
}

function notFound() {
  return new PublicError(
    "not_found",
    "conversation.not_found",
    "That conversation does not exist any more. Start a new one.",
  );
}
