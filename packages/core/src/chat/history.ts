import { and, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import { runTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import { withoutCitations } from "./cite.ts";
import { withhold } from "./withhold.ts";

/** An earlier question of the conversation with its answer. */
export interface Exchange {
  question: string;
  answer: string;
  /** The pictures shown with the question. */
  pictureIds?: readonly string[];
}

export const exchangesMax = 3;
const questionLengthMax = 1_000;
const answerLengthMax = 1_500;

/** The last exchanges before this run, oldest first, shortened to what a model needs to understand a follow-up. */
export async function read(
  scope: Pick<Scope, "db" | "actor">,
  { conversationId, runId }: { conversationId: string; runId: string },
): Promise<Exchange[]> {
  const rows = await scope.db
    .select({ question: runTable.question, outcome: runTable.outcome, pictureIds: runTable.pictureIds })
    .from(runTable)
    .where(
      and(
        eq(runTable.conversationId, conversationId),
        ne(runTable.id, runId),
        isNull(runTable.retriedBy),
        inArray(runTable.state, ["finished", "stopped"]),
      ),
    )
    .orderBy(desc(runTable.createdAt), desc(runTable.id))
    .limit(exchangesMax);
  const exchanges = (await withhold(scope, rows.toReversed())).flatMap(({ question, outcome, pictureIds, hidden }) => {
    const answer = hidden ? "" : withoutCitations(outcome?.text ?? "");
    return answer ? [{ question, answer, ...(pictureIds && { pictureIds }) }] : [];
  });
  return shorten(exchanges);
}

/** What a model gets of a conversation: its end, without what makes an exchange long. */
export function shorten(exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.slice(-exchangesMax).map(({ question, answer, pictureIds }) => ({
    ...(pictureIds && { pictureIds }),
    question: question.slice(0, questionLengthMax).toWellFormed(),
    answer: answer.slice(0, answerLengthMax).toWellFormed(),
  }));
}
