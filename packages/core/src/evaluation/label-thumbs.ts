import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { feedbackTable, labelTable, runTable, traceTable } from "../db/schema.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Label from "./label.ts";

const thumbsMax = 5_000;

/**
 * Takes over what people's thumbs say of questions that have no label. A thumb up under an answer is a label; a thumb
 * down says that something was wrong but not what, so it only proposes the opposite of what happened.
 */
export async function collect(scope: Scope): Promise<{ taken: number; proposed: number }> {
  requireRole(scope, "editor");
  const rows = await scope.db
    .select({
      runId: runTable.id,
      question: runTable.question,
      outcome: runTable.outcome,
      trace: traceTable.trace,
      thumb: feedbackTable.thumb,
    })
    .from(feedbackTable)
    .innerJoin(runTable, eq(runTable.id, feedbackTable.runId))
    .leftJoin(traceTable, eq(traceTable.runId, runTable.id))
    .leftJoin(labelTable, eq(labelTable.runId, runTable.id))
    .where(
      and(
        eq(feedbackTable.companyId, requireCompany(scope)),
        eq(runTable.companyId, requireCompany(scope)),
        eq(runTable.state, "finished"),
        isNull(labelTable.id),
        isNotNull(feedbackTable.thumb),
        // what was said of a picture tells nothing of the documents
        isNull(runTable.pictureIds),
        eq(runTable.draws, false),
      ),
    )
    .limit(thumbsMax);
  const labels = rows.flatMap(({ runId, question, outcome, trace, thumb }): Label.New[] => {
    if (!outcome) return [];
    const answered = outcome.tier === "answer" || outcome.tier === "hedged";
    const agreed = thumb === "up";
    return [
      {
        question: trace?.rewritten ?? question,
        expected: answered === agreed ? "answer" : "refuse",
        source: "thumb",
        state: answered && agreed ? "accepted" : "proposed",
        runId,
        documentId: null,
      },
    ];
  });
  const kept = await Label.keep(scope, labels);
  const proposed = kept.filter(({ state }) => state === "proposed").length;
  return { taken: kept.length - proposed, proposed };
}
