import { and, eq } from "drizzle-orm";
import * as Conversation from "../chat/conversation.ts";
import { runTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { requireUser, type Scope } from "../scope.ts";
import * as Ledger from "./ledger.ts";
import { personOf } from "./people.ts";

/** A session as programs written for the predecessor name it. */
export interface FormerSession {
  sessionId: string;
  /** The user of the program's own whose session it is. */
  user: string;
}

/** A question that is sent again within so long is asked once. */
const againMs = 15 * 60_000;

/** The conversation of a session: the one that was taken over or begun before, or a new one. */
export async function conversationOf(scope: Scope, session: FormerSession): Promise<string> {
  const key = await keyOf(scope, session);
  return inTransaction(scope, async (scope) => {
    await Ledger.inTurn(scope);
    const held = await Ledger.find(scope, "session", key);
    if (held) return held.targetId;
    const id = newId("conversation");
    await Ledger.note(scope, "session", key, id);
    return id;
  });
}

/** Deletes what was said in the session; fine when nothing was. */
export async function clear(scope: Scope, session: FormerSession): Promise<void> {
  const held = await Ledger.find(scope, "session", await keyOf(scope, session));
  if (!held) return;
  await Conversation.remove(scope, held.targetId).catch((error: unknown) => {
    if (!(error instanceof PublicError) || error.kind !== "not_found") throw error;
  });
}

/** The run for a message: the same one for the same question sent again, as a program does whose connection broke. */
export async function runFor(
  scope: Scope,
  session: FormerSession,
  { msgid, question, conversationId }: { msgid: string | undefined; question: string; conversationId: string },
): Promise<string> {
  if (!msgid) return newId("run");
  const key = [...(await keyOf(scope, session)), msgid];
  return inTransaction(scope, async (scope) => {
    await Ledger.inTurn(scope);
    const held = await Ledger.find(scope, "round", key, question);
    if (held?.isSame && (await isUnderway(scope, held.targetId, conversationId))) return held.targetId;
    const id = newId("run");
    await Ledger.note(scope, "round", key, id, question);
    return id;
  });
}

/** The run that a message of the session led to. */
export async function runOf(scope: Scope, session: FormerSession, msgid: string): Promise<string | undefined> {
  const held = await Ledger.find(scope, "round", [...(await keyOf(scope, session)), msgid]);
  return held?.targetId;
}

async function isUnderway(scope: Scope, runId: string, conversationId: string): Promise<boolean> {
  const { createdAt } = runTable;
  const [run] = await scope.db
    .select({ createdAt })
    .from(runTable)
    .where(and(eq(runTable.id, runId), eq(runTable.conversationId, conversationId)));
  // one that is not there yet was only just given out
  return !run || run.createdAt.getTime() > scope.now().getTime() - againMs;
}

/** A program's users have sessions of their own; those of the person whose key it is are the ones taken over. */
async function keyOf(scope: Scope, { sessionId, user }: FormerSession): Promise<string[]> {
  const { userId } = requireUser(scope);
  const isOwn = !user || (await personOf(scope, user)) === userId;
  return [userId, isOwn ? sessionId : `${user}/${sessionId}`];
}
