import { and, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { conversationTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import * as Ledger from "./ledger.ts";
import { momentOf } from "./moment.ts";
import { result, unreadable, type Note, type Result } from "./outcome.ts";
import { personOf } from "./people.ts";
import * as Rounds from "./rounds.ts";

const Row = z.object({
  "session-id": z.string().min(1).max(500),
  user_id: z.string().nullish(),
  content: z.unknown(),
  last_updatetime: z.union([z.string(), z.number()]).nullish(),
});

/** Makes a conversation of a session, or adds to it the turns that came since. */
export async function take(scope: Scope, item: unknown): Promise<Result> {
  const parsed = Row.safeParse(item);
  if (!parsed.success) return unreadable("a chat session");
  const { "session-id": sessionId, user_id, content, last_updatetime } = parsed.data;
  const last = momentOf(last_updatetime) ?? scope.now();
  const rounds = Rounds.roundsOf(content, last);
  if (!rounds) return unreadable("a chat session");
  const asked = rounds.filter((round) => Rounds.questionOf(round));
  const [first] = asked;
  if (!first) return result("skipped", sessionId, empty);
  const username = ownerOf(sessionId, user_id);
  const userId = username && (await personOf(scope, username));
  if (!userId) return result("skipped", sessionId, ownerUnknown(username));
  const key = [userId, sessionId];
  const held = await Ledger.find(scope, "session", key, content);
  if (held?.isSame) return result("unchanged", sessionId);
  if (held && !(await isThere(scope, held.targetId))) return result("skipped", sessionId, gone);
  const end = new Date(Math.max(...asked.map(({ at }) => at.getTime())));
  const conversationId = held?.targetId ?? (await Rounds.begin(scope, userId, first, end));
  let kept = 0;
  for (const round of asked) {
    if (await Ledger.find(scope, "round", [...key, round.key])) continue;
    await Rounds.keep(scope, { conversationId, userId, sessionId }, round);
    kept++;
  }
  await Ledger.note(scope, "session", key, conversationId, content);
  if (held && kept > 0) await lastUsed(scope, conversationId, end);
  if (held && kept === 0) return result("unchanged", sessionId);
  return result(held ? "changed" : "taken", sessionId, turns(kept));
}

/** Whose a session is: its newer tables say so, the console's sessions are called after their user. */
function ownerOf(sessionId: string, userId: string | null | undefined): string | undefined {
  return userId?.trim() || /^web_chat_(.+)$/.exec(sessionId)?.[1];
}

async function isThere(scope: Scope, conversationId: string): Promise<boolean> {
  const { id } = conversationTable;
  const [row] = await scope.db.select({ id }).from(conversationTable).where(eq(id, conversationId));
  return row !== undefined;
}

async function lastUsed(scope: Scope, conversationId: string, at: Date): Promise<void> {
  const { id, updatedAt } = conversationTable;
  await scope.db
    .update(conversationTable)
    .set({ updatedAt: at })
    .where(and(eq(id, conversationId), lt(updatedAt, at)));
}

const empty = { code: "session_empty", message: "Holds no question." };
const gone = { code: "removed_here", message: "Was deleted here since it was taken over: it is not brought back." };

function ownerUnknown(username: string | undefined): Note {
  const message = username
    ? `Belongs to "${username}", who has no account here. Take over the users first.`
    : "Says nowhere whose it is, so that nobody here could read it.";
  return { code: "owner_unknown", message };
}

function turns(number: number): Note {
  return { code: "turns", message: `${number} ${number === 1 ? "turn" : "turns"}.` };
}
