import { and, desc, eq, lt, or } from "drizzle-orm";
import { feedbackTable, runTable, traceTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import { matching, type Filter } from "./trace-search.ts";
import { withhold } from "./withhold.ts";

const rowsAtOnce = 500;

/** The questions that pass the filter as JSON lines, newest first; what the reader may not read is left out of answers. */
export function file(scope: Scope, filter: Filter): AsyncGenerator<string> {
  requireRole(scope, "editor");
  return linesOf(scope, filter);
}

async function* linesOf(scope: Scope, filter: Filter): AsyncGenerator<string> {
  const { createdAt, runId } = traceTable;
  for (let last: Row | undefined, more = true; more;) {
    const after = last && or(lt(createdAt, last.at), and(eq(createdAt, last.at), lt(runId, last.runId)));
    const rows = await page(scope, and(matching(scope, filter), after));
    const given = await withhold(scope, rows);
    if (given.length) yield given.map((row) => `${JSON.stringify(record(row))}\n`).join("");
    last = rows.at(-1);
    more = rows.length === rowsAtOnce;
  }
}

type Row = Awaited<ReturnType<typeof page>>[number];

function page(scope: Scope, where: ReturnType<typeof and>) {
  return scope.db
    .select({
      runId: traceTable.runId,
      at: traceTable.createdAt,
      trace: traceTable.trace,
      question: runTable.question,
      outcome: runTable.outcome,
      conversationId: runTable.conversationId,
      thumb: feedbackTable.thumb,
    })
    .from(traceTable)
    .innerJoin(runTable, eq(runTable.id, traceTable.runId))
    .leftJoin(feedbackTable, and(eq(feedbackTable.runId, runTable.id), eq(feedbackTable.userId, runTable.userId)))
    .where(where)
    .orderBy(desc(traceTable.createdAt), desc(traceTable.runId))
    .limit(rowsAtOnce);
}

/** Passages by their ids: their text is read where permissions are looked at. */
function record({ runId, at, trace, question, outcome, conversationId, thumb, hidden }: Row & { hidden: boolean }) {
  return {
    log_type: "all",
    timestamp: at.toISOString(),
    msgid: runId,
    session_id: conversationId,
    user_id: trace.userId,
    origin_query: question,
    query: trace.rewritten ?? question,
    intention: trace.intent?.name ?? null,
    reply_strategy: trace.tier ?? null,
    LLM_model_name: trace.model || null,
    template: trace.template ?? null,
    knowledges: trace.libraryIds,
    recalled: trace.routes,
    ranked: trace.reranked?.hits ?? trace.fused,
    cuts: trace.cuts,
    chatbot_answer: hidden ? null : (outcome?.text ?? null),
    ref_docs: outcome?.sources.map(({ n, chunkId, documentId, cited }) => ({ n, chunkId, documentId, cited })) ?? [],
    feedback: thumb,
    tokens: trace.tokens ?? null,
    milliseconds: trace.milliseconds,
    error: trace.error?.code ?? null,
  };
}
