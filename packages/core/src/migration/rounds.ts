import { z } from "zod";
import { withoutMarks } from "../chat/cite.ts";
import { questionLengthMax } from "../chat/run.ts";
import type { Outcome } from "../chat/run-event.ts";
import { conversationTable, runTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { clean } from "../knowledge/ingest/split.ts";
import { requireCompany, type Scope } from "../scope.ts";
import * as Ledger from "./ledger.ts";
import { momentOf } from "./moment.ts";

/** The model of an answer that was given before Docent was there. */
export const formerModel = "predecessor";

/** A question with its answer as the predecessor keeps them. */
export interface Round {
  question: string;
  answer: string;
  /** What the round is called within its session. */
  key: string;
  at: Date;
}

const answerLengthMax = 100_000;
const titleLengthMax = 60;
/** What it says when it knows nothing, in its two generations. */
const refusals = /^(?:对不起，)?我不太清楚(?:这个问题)?，(?:请)?问问人工吧/;

const Element = z.union([z.string(), z.number(), z.null()]).optional();
const Kept = z.tuple([z.string(), z.string().nullable()]).rest(Element);

/** The rounds of a session's content; undefined when it is none. Rounds of four elements have no time of their own. */
export function roundsOf(content: unknown, last: Date): Round[] | undefined {
  const list = typeof content === "string" ? parse(content) : content;
  if (!Array.isArray(list)) return undefined;
  const rounds: Round[] = [];
  for (const [index, element] of list.entries()) {
    const read = Kept.safeParse(element);
    if (!read.success) return undefined;
    const [question, answer, _intention, msgid, timestamp] = read.data;
    const at = momentOf(timestamp) ?? new Date(last.getTime() - (list.length - 1 - index) * 1000);
    rounds.push({ question, answer: answer ?? "", key: msgid ? String(msgid) : `#${index}`, at });
  }
  return rounds;
}

/** Keeps a round as a turn of the conversation, and what it was called. */
export async function keep(
  scope: Scope,
  { conversationId, userId, sessionId }: { conversationId: string; userId: string; sessionId: string },
  round: Round,
): Promise<string> {
  const runId = newId("run", round.at.getTime());
  await scope.db.insert(runTable).values({
    id: runId,
    companyId: requireCompany(scope),
    conversationId,
    userId,
    question: questionOf(round),
    state: "finished",
    outcome: outcomeOf(round.answer),
    createdAt: round.at,
    finishedAt: round.at,
  });
  await Ledger.note(scope, "round", [userId, sessionId, round.key], runId);
  return runId;
}

/** Begins the conversation that a session becomes. */
export async function begin(scope: Scope, userId: string, first: Round, last: Date): Promise<string> {
  const id = newId("conversation", first.at.getTime());
  const title = Array.from(questionOf(first).replace(/\s+/g, " ")).slice(0, titleLengthMax).join("");
  const row = { id, companyId: requireCompany(scope), userId, title };
  await scope.db.insert(conversationTable).values({ ...row, createdAt: first.at, updatedAt: last });
  return id;
}

export function questionOf({ question }: Pick<Round, "question">): string {
  return clean(question).trim().slice(0, questionLengthMax).toWellFormed();
}

function outcomeOf(answer: string): Outcome {
  const text = clean(withoutReferences(answer)).trim().slice(0, answerLengthMax).toWellFormed();
  return {
    text: withoutMarks(text),
    tier: refusals.test(text) ? "refused" : "answer",
    sources: [],
    model: formerModel,
    milliseconds: { total: 0, firstText: null },
  };
}

/** The list of passages below an answer leads nowhere any more. */
function withoutReferences(answer: string): string {
  const at = answer.search(/\n*\**Refer to \d+ knowledge:/);
  return at > 0 ? answer.slice(0, at) : answer;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
