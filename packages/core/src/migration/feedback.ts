import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { documentTable, feedbackTable, runTable } from "../db/schema.ts";
import { answerLengthMax } from "../feedback/feedback.ts";
import { newId } from "../id.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { isRecord } from "./dump.ts";
import * as Ledger from "./ledger.ts";
import { ofOtherCompany, type Manner } from "./manner.ts";
import { momentOf } from "./moment.ts";
import { result, unreadable, type Note, type Result } from "./outcome.ts";
import { personOf } from "./people.ts";
import * as Rounds from "./rounds.ts";

const Row = z.object({
  "session-id": z.string().max(500),
  msgid: z.coerce.string().min(1).max(500),
  content: z.unknown(),
  company: z.string().nullish(),
});
const Said = z.object({
  question: z.string().nullish(),
  answer: z.string().nullish(),
  action: z.string().nullish(),
  feedback: z.string().nullish(),
  timestamp: z.union([z.string(), z.number()]).nullish(),
});
type Said = z.infer<typeof Said>;

interface Place {
  sessionId: string;
  msgid: string;
  username: string;
}

/** Takes over what everybody said of one answer: one result for each of them. */
export async function take(scope: Scope, item: unknown, manner: Manner): Promise<Result[]> {
  const parsed = Row.safeParse(item);
  if (!parsed.success) return [unreadable("feedback")];
  const { "session-id": sessionId, msgid, content } = parsed.data;
  const other = ofOtherCompany(parsed.data, manner, msgid);
  if (other) return [other];
  const byPerson = typeof content === "string" ? parse(content) : content;
  if (!isRecord(byPerson)) return [unreadable("feedback")];
  const results: Result[] = [];
  for (const [username, said] of Object.entries(byPerson)) {
    const read = Said.safeParse(said);
    const place = { sessionId, msgid, username };
    results.push(read.success ? await takeOne(scope, place, read.data, manner) : unreadable("feedback"));
  }
  return results;
}

async function takeOne(scope: Scope, place: Place, said: Said, manner: Manner): Promise<Result> {
  const { sessionId, msgid, username } = place;
  const name = `${msgid} (${username})`;
  const key = [sessionId, msgid, username];
  const held = await Ledger.find(scope, "feedback", key, said);
  if (held?.isSame) return result("unchanged", name);
  const meant = meaningOf(said);
  if (!meant) return result("skipped", name, takenBack);
  const userId = await personOf(scope, username);
  if (!userId) return result("skipped", name, whoUnknown(username));
  if (held && !(await mayChange(scope, held.targetId))) return result("skipped", name, lookedAt);
  const run = meant.byHand ? undefined : await runOf(scope, { ...place, userId }, said);
  const question = run?.question ?? clean(said.question ?? "").trim();
  if (!question) return result("skipped", name, withoutQuestion);
  const injected = meant.injected ? await injectedInto(scope, place, manner) : undefined;
  const row = {
    runId: run?.id ?? null,
    thumb: meant.thumb,
    question,
    correction: meant.byHand ? null : correctionOf(said),
    answer: meant.byHand ? correctionOf(said) : null,
    ...(injected && { state: "injected" as const, ...injected }),
  };
  if (held) await scope.db.update(feedbackTable).set(row).where(eq(feedbackTable.id, held.targetId));
  const id = held?.targetId ?? (await insert(scope, userId, row, said));
  if (id) await Ledger.note(scope, "feedback", key, id, said);
  if (!id) return result("skipped", name, saidHere);
  return result(held ? "changed" : "taken", name, meant.injected && !injected ? notFoundAgain : undefined);
}

interface Meaning {
  thumb: "up" | "down" | null;
  injected: boolean;
  /** A pair that somebody wrote without having asked. */
  byHand: boolean;
}

/** What an action says, in both of its spellings; undefined when nothing is left of what was said. */
function meaningOf({ action, feedback }: Said): Meaning | undefined {
  const none = { thumb: null, injected: false, byHand: false };
  switch (action ?? "") {
    case "thumbs-up":
    case "thumb-up":
      return { ...none, thumb: "up" };
    case "thumbs-down":
    case "thumb-down":
      return { ...none, thumb: "down" };
    case "new-added":
      return feedback?.trim() ? { ...none, byHand: true } : undefined;
    case "injected":
      return { ...none, injected: true };
    default:
      return feedback?.trim() ? none : undefined;
  }
}

/** The answer that is spoken of; made of what the feedback says of it where its session is gone. */
async function runOf(scope: Scope, { sessionId, msgid, userId }: Place & { userId: string }, said: Said) {
  const held = await Ledger.find(scope, "round", [userId, sessionId, msgid]);
  if (held) {
    const { id, question } = runTable;
    const [run] = await scope.db.select({ id, question }).from(runTable).where(eq(id, held.targetId));
    if (run) return run;
  }
  const at = momentOf(said.timestamp) ?? scope.now();
  const round = { question: said.question ?? "", answer: said.answer ?? "", key: msgid, at };
  const question = Rounds.questionOf(round);
  if (held || !question || !round.answer.trim()) return undefined;
  const session = await Ledger.find(scope, "session", [userId, sessionId]);
  const conversationId = session?.targetId ?? (await Rounds.begin(scope, userId, round, at));
  if (!session) await Ledger.note(scope, "session", [userId, sessionId], conversationId);
  return { id: await Rounds.keep(scope, { conversationId, userId, sessionId }, round), question };
}

type Values = Omit<typeof feedbackTable.$inferInsert, "id" | "companyId" | "userId">;

async function insert(scope: Scope, userId: string, row: Values, said: Said): Promise<string | undefined> {
  const own = { id: newId("feedback"), companyId: requireCompany(scope), userId };
  const [added] = await scope.db
    .insert(feedbackTable)
    .values({ ...own, ...row, createdAt: momentOf(said.timestamp) ?? scope.now() })
    .onConflictDoNothing()
    .returning({ id: feedbackTable.id });
  return added?.id;
}

/** What was put into the knowledge there is a file of its own, which came over with the documents. */
async function injectedInto(scope: Scope, { msgid, username }: Place, { libraryId }: Manner) {
  if (!libraryId) return undefined;
  const [document] = await scope.db
    .select({ id: documentTable.id })
    .from(documentTable)
    .where(and(eq(documentTable.libraryId, libraryId), eq(documentTable.name, `${username}/${msgid}_${username}.faq`)));
  return document && { libraryId, documentId: document.id };
}

/** Nobody has looked at it here yet. */
async function mayChange(scope: Scope, id: string): Promise<boolean> {
  const { reviewedAt } = feedbackTable;
  const [row] = await scope.db.select({ reviewedAt }).from(feedbackTable).where(eq(feedbackTable.id, id));
  return row !== undefined && row.reviewedAt === null;
}

function correctionOf({ feedback }: Said): string | null {
  return (
    clean(feedback ?? "")
      .trim()
      .slice(0, answerLengthMax)
      .toWellFormed() || null
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const takenBack = { code: "feedback_empty", message: "Was taken back: nothing is left of what was said." };
const lookedAt = { code: "reviewed_here", message: "Was looked at or taken back here since: it stays as it is." };
const saidHere = { code: "said_here", message: "The same person said something of this answer here already." };
const withoutQuestion = { code: "question_missing", message: "Neither its session nor the row says what was asked." };
const notFoundAgain = {
  code: "injected_file_missing",
  message: "Was put into the knowledge there, and the file of it is not in the library: it counts as new here.",
};

function whoUnknown(username: string): Note {
  return { code: "owner_unknown", message: `"${username}" has no account here. Take over the users first.` };
}
