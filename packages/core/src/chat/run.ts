import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { conversationTable, runTable } from "../db/schema.ts";
import * as Picture from "../pictures/picture.ts";
import { isCommand } from "../pictures/wish.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import * as Condition from "../knowledge/description/condition.ts";
import { Filter } from "../knowledge/description/filter.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireUser, type Scope } from "../scope.ts";
import { unfinishedStates } from "./chat.sql.ts";
import { takePlaceOf } from "./retry.ts";
import type { NumberedEvent } from "./run-log.ts";
import { Settings } from "./settings.ts";
import { isTerminal, type TerminalEvent } from "./run-event.ts";
import { withhold } from "./withhold.ts";

export const questionLengthMax = 8_000;
const titleLengthMax = 60;

const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[a-z0-9]{16,40}$`), `Expected an id ${prefix}_…`);

/** Both ids are the client's choice: a new conversation id starts a conversation, and asking twice is asking once. */
export const Ask = z.strictObject({
  conversationId: id("con"),
  runId: id("run"),
  question: z.string(),
  /**
   * Limits the search; all libraries that the asker may read when absent. An answer that takes the place of another is
   * looked for where that one was, unless this says otherwise; so with the filter.
   */
  libraryIds: z.array(z.string().max(64)).min(1).max(200).optional(),
  /** Narrows the search besides. */
  filter: Filter.optional(),
  /** Model and parameters; those of the answer that this one takes the place of, unless it says otherwise. */
  settings: Settings.optional(),
  /** Pictures to show with it; those of the answer that this one takes the place of, unless it says otherwise. */
  pictureIds: z.array(id("pic")).min(1).max(Picture.picturesMax).optional(),
  /** Draws a picture of what the question describes; so does one that begins with `/image`, and one asked again that did. */
  draws: z.boolean().optional(),
  /** The answer that this one takes the place of. */
  retryOf: id("run").optional(),
});
export type Ask = z.infer<typeof Ask>;

export const ById = z.strictObject({ runId: z.string() });
export const Watch = ById.extend({ after: z.int().min(0) });

/** Creates the run and has it worked on; the answer is watched, not returned. Throws `run.not_found` for ids of somebody else. */
export async function ask(scope: Scope, input: Ask): Promise<{ conversationId: string; runId: string }> {
  const { conversationId, runId, libraryIds, retryOf } = input;
  const question = checkQuestion(input.question);
  const { userId, companyId } = requireUser(scope);
  const { filter = null } = await Condition.understand(scope, input.filter);
  const at = scope.now();

  const isNew = await inTransaction(scope, async ({ db }) => {
    const [conversation] = await db
      .insert(conversationTable)
      .values({ id: conversationId, companyId, userId, title: titleOf(question), createdAt: at, updatedAt: at })
      .onConflictDoUpdate({
        target: conversationTable.id,
        set: { updatedAt: at },
        setWhere: eq(conversationTable.userId, userId),
      })
      .returning({ id: conversationTable.id });
    if (!conversation) throw conversationNotFound();
    const [created] = await db
      .insert(runTable)
      .values({
        id: runId,
        companyId,
        conversationId,
        userId,
        question,
        libraryIds: libraryIds ?? null,
        filter,
        pictureIds: input.pictureIds ?? null,
        draws: input.draws ?? isCommand(question),
        settings: input.settings ?? null,
        createdAt: at,
      })
      .onConflictDoNothing()
      .returning({ id: runTable.id });
    if (!created) await requireOwn({ ...scope, db }, runId, conversationId);
    if (created && input.pictureIds) await Picture.attach({ ...scope, db }, runId, input.pictureIds);
    if (created && retryOf) await takePlaceOf(db, { retryOf, runId, conversationId, userId });
    return Boolean(created);
  });

  if (isNew) await scope.runWorker.start(runId);
  return { conversationId, runId };
}

/** The run's events after number `after`, to its end. Only the asker may watch. */
export async function* watch(
  scope: Scope,
  { runId, after }: z.infer<typeof Watch>,
  signal?: AbortSignal,
): AsyncGenerator<NumberedEvent> {
  await requireOwn(scope, runId);
  const ended = await ending(scope, runId);
  // the log still holds what the asker may not read any more
  if (ended?.hidden) return yield { number: after + 1, event: ended.event };
  let last = after;
  const leave = ended ? undefined : scope.runWorker.attend?.(runId);
  try {
    for await (const numbered of scope.runLog.read(runId, after, signal)) {
      yield numbered;
      last = numbered.number;
      if (isTerminal(numbered.event)) return;
    }
  } finally {
    leave?.();
  }
  if (signal?.aborted) return;
  // the log forgets; how the run ended stays
  const end = await ending(scope, runId);
  if (end) yield { number: last + 1, event: end.event };
}

/** Stops the answer and the model under it. Stopping one that has ended is fine. */
export async function stop(scope: Scope, { runId }: z.infer<typeof ById>): Promise<void> {
  const { userId } = requireUser(scope);
  const [stopped] = await scope.db
    .update(runTable)
    .set({ stopRequestedAt: scope.now() })
    .where(and(eq(runTable.id, runId), eq(runTable.userId, userId), inArray(runTable.state, unfinishedStates)))
    .returning({ id: runTable.id });
  if (stopped) await scope.runWorker.stop(runId);
  else await requireOwn(scope, runId);
}

function checkQuestion(text: string): string {
  const question = clean(text).trim();
  if (!question) throw new PublicError("invalid", "run.question_empty", "Type a question first.");
  if (question.length <= questionLengthMax) return question;
  throw new PublicError(
    "invalid",
    "run.question_too_long",
    `The question has ${question.length} characters; up to ${questionLengthMax} are read. Shorten it, or add the text as a document and ask about it.`,
  );
}

function titleOf(question: string): string {
  const [line = ""] = question.split("\n", 1);
  const characters = Array.from(line.trim());
  if (characters.length <= titleLengthMax) return characters.join("");
  const cut = characters.slice(0, titleLengthMax - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > titleLengthMax / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Another person's run is simply not found. */
async function requireOwn(scope: Scope, runId: string, conversationId?: string): Promise<void> {
  const { userId } = requireUser(scope);
  const [run] = await scope.db
    .select({ conversationId: runTable.conversationId })
    .from(runTable)
    .where(and(eq(runTable.id, runId), eq(runTable.userId, userId)));
  if (run && (!conversationId || run.conversationId === conversationId)) return;
  throw new PublicError("not_found", "run.not_found", "That answer does not exist any more. Reload the page.");
}

/** How the run ended, as the asker may see it today. */
async function ending(scope: Scope, runId: string): Promise<{ event: TerminalEvent; hidden: boolean } | undefined> {
  const rows = await scope.db
    .select({
      question: runTable.question,
      state: runTable.state,
      outcome: runTable.outcome,
      code: runTable.errorCode,
      message: runTable.error,
    })
    .from(runTable)
    .where(eq(runTable.id, runId));
  const [run] = await withhold(scope, rows);
  if (!run?.outcome) return undefined;
  const { state, outcome, code, message, hidden } = run;
  if (state === "finished" || state === "stopped") return { event: { type: state, outcome }, hidden };
  return { event: { type: "failed", outcome, error: { code: code ?? "run.failed", message: message ?? "" } }, hidden };
}

function conversationNotFound() {
  return new PublicError(
    "not_found",
    "conversation.not_found",
    "That conversation does not exist any more. Start a new one.",
  );
}
