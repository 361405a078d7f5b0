import { and, eq } from "drizzle-orm";
import { z } from "zod";
import * as TracePassages from "../chat/trace-passages.ts";
import type { TraceRead } from "../chat/trace-read.ts";
import { testCaseTable, testResultTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import * as Library from "../knowledge/library.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as TestRun from "./test-run.ts";

const id = z.string().max(64);
export const ByCase = z.strictObject({ runId: id, caseId: id });

/**
 * How the answer to a case came about in a run, for editors who keep the library. Throws `test_run.not_found`, and
 * `test_run.trace_gone` when a document that was found is not there any more.
 */
export async function get(scope: Scope, { runId, caseId }: z.infer<typeof ByCase>): Promise<TraceRead> {
  requireRole(scope, "editor");
  await TestRun.find(scope, runId);
  const info = await TestRun.get(scope, { id: runId });
  const [row] = await scope.db
    .select({ result: testResultTable, question: testCaseTable.question, libraryId: testCaseTable.libraryId })
    .from(testResultTable)
    .innerJoin(testCaseTable, eq(testCaseTable.id, testResultTable.caseId))
    .where(and(eq(testResultTable.runId, runId), eq(testResultTable.caseId, caseId)));
  const trace = row?.result.trace;
  if (!row || !trace) throw gone();
  const { result, question, libraryId } = row;
  const passages = await TracePassages.load(scope, TracePassages.namedIn(trace));
  const open = await Library.list(scope);
  return {
    run: {
      id: "",
      question,
      state: result.error === null ? "finished" : "failed",
      error: result.error === null ? null : { code: "", message: result.error },
      askedBy: info.by,
      createdAt: info.createdAt,
      libraryIds: [libraryId],
      filter: null,
      pictures: 0,
      settings: null,
    },
    answer: result.tier && { tier: result.tier, text: null, sources: [] },
    trace,
    passages,
    written: await TracePassages.written(scope, trace, passages),
    libraries: open.flatMap(({ id, name }) => (id === libraryId ? [{ id, name }] : [])),
    examples: {},
  };
}

function gone() {
  const message = "How this came about is not kept any more: a document that was found is gone.";
  return new PublicError("not_found", "test_run.trace_gone", message);
}
