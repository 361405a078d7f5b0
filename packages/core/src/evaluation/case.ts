import { requireCompany, type Scope } from "../scope.ts";
import * as Label from "./label.ts";
import * as TestCase from "./test-case.ts";

/** What an answer to a question must come to. */
export interface Case {
  question: string;
  /** The documents that it must find. */
  mustFind: readonly string[];
  /** What it must say. */
  mustSay: readonly string[];
}

/** A model says a longer answer in words of its own. */
const wordsMax = 60;

/** What a question that was put right became: the label, and the case of the library's test set. */
export interface Added {
  labelId?: string;
  caseId?: string;
}

/** A question that was put right joins those that the desk is measured by, and the library's test set, unless it is there. */
export async function addCase(scope: Scope, libraryId: string, { question, mustFind, mustSay }: Case): Promise<Added> {
  requireCompany(scope);
  const row = { question, expected: "answer", source: "trace", state: "accepted" } as const;
  const [label] = await Label.keep(scope, [{ ...row, runId: null, documentId: null }]);
  const [added] = await TestCase.keep(scope, libraryId, [
    {
      question,
      mustFind: mustFind.map((documentId) => ({ documentId })),
      mustSay: mustSay.filter(({ length }) => length <= wordsMax),
      mustRefuse: false,
      source: "feedback",
    },
  ]);
  return { ...(label && { labelId: label.id }), ...(added && { caseId: added.id }) };
}

/** Takes a case out again. */
export async function removeCase(scope: Scope, libraryId: string, { labelId, caseId }: Added): Promise<void> {
  if (labelId) await Label.remove(scope, { ids: [labelId] });
  if (caseId) await TestCase.remove(scope, { libraryId, ids: [caseId] });
}
