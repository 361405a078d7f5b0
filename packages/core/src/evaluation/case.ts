import { requireCompany, type Scope } from "../scope.ts";
import * as Label from "./label.ts";

/** What an answer to a question must come to. */
export interface Case {
  question: string;
  /** The documents that it must find. */
  mustFind: readonly string[];
  /** What it must say. */
  mustSay: readonly string[];
}

/** A question that was put right joins those that the desk is measured by. Gives its id; null when it is among them already. */
export async function addCase(scope: Scope, _libraryId: string, { question }: Case): Promise<string | null> {
  requireCompany(scope);
  const row = { question, expected: "answer", source: "trace", state: "accepted" } as const;
  const [added] = await Label.keep(scope, [{ ...row, runId: null, documentId: null }]);
  return added?.id ?? null;
}

/** Takes a case out again. */
export async function removeCase(scope: Scope, id: string): Promise<void> {
  await Label.remove(scope, { ids: [id] });
}
