import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import * as ExampleImport from "../intents/example-import.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as Examples from "./examples.ts";
import * as Feedback from "./feedback.ts";
import * as Ledger from "./ledger.ts";
import type { Manner } from "./manner.ts";
import { result, type Result, type RowResult } from "./outcome.ts";
import * as People from "./people.ts";
import * as Sessions from "./sessions.ts";
import * as Templates from "./templates.ts";

export const rowsMax = 500;
export const examplesLengthMax = 10_000_000;

const Row = z.strictObject({
  file: z.string().max(1000),
  line: z.int().min(1),
  item: z.record(z.string(), z.unknown()),
});
type Row = z.infer<typeof Row>;

export const Take = z.strictObject({
  kind: z.enum(["person", "template", "session", "feedback", "example"]),
  rows: z.array(Row).max(rowsMax),
  company: z.string().max(200).optional(),
  mailDomain: z.string().max(200).optional(),
  libraryId: z.string().max(64).optional(),
  /** Only says what would come of it: everything is undone. */
  dry: z.boolean().default(false),
  /** Users who would be here by then, when it is only said what would come of it. */
  people: z.array(Row).max(rowsMax).default([]),
});
export const TakeExamples = z.strictObject({
  file: z.string().max(1000),
  text: z.string().max(examplesLengthMax),
  dry: z.boolean().default(false),
});

/**
 * Takes over rows of the predecessor's tables, each in a transaction of its own: what was taken stays taken, and taking
 * it again changes nothing. Says of every row what came of it. For administrators.
 */
export async function take(scope: Scope, input: z.infer<typeof Take>): Promise<RowResult[]> {
  requireRole(scope, "admin");
  const { kind, rows, people, ...manner } = input;
  if (!manner.dry) return takeAll(scope, kind, rows, manner);
  return undone(scope, async (scope) => {
    await takeAll(scope, "person", people, manner);
    return takeAll(scope, kind, rows, manner);
  });
}

/** Takes over an `.example` file of any age, and says what could not be read of it. For administrators. */
export async function takeExamples(scope: Scope, input: z.infer<typeof TakeExamples>): Promise<RowResult[]> {
  requireRole(scope, "admin");
  const { file, text, dry } = input;
  const learn = (scope: Scope) => ExampleImport.importFile(scope, { text });
  const { added, already, intents, refused } = await (dry ? undone(scope, learn) : learn(scope));
  const message = `${added} added, ${already} known already${intents.length ? `; new: ${intents.join(", ")}` : ""}.`;
  const failed = refused.map(({ line, problem, found }) => {
    const why = `No example can be made of this${found ? `: ${found}` : ""}.`;
    return { file, line, ...result("failed", file, { code: problem, message: why }) };
  });
  if (!added && !already) return failed;
  const whole = result(added ? "taken" : "unchanged", file, { code: "examples", message });
  return [{ file, line: 1, ...whole }, ...failed];
}

async function takeAll(scope: Scope, kind: Kind, rows: readonly Row[], manner: Manner): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const { file, line, item } of rows) {
    const came = await takeOne(scope, kind, item, manner).catch((error: unknown) => [failed(error)]);
    results.push(...came.map((one) => ({ file, line, ...one })));
  }
  return results;
}

type Kind = z.infer<typeof Take>["kind"];

async function takeOne(scope: Scope, kind: Kind, item: unknown, manner: Manner): Promise<Result[]> {
  return inTransaction(scope, async (scope) => {
    await Ledger.inTurn(scope);
    switch (kind) {
      case "person":
        return [await People.take(scope, item, manner)];
      case "template":
        return [await Templates.take(scope, item, manner)];
      case "session":
        return [await Sessions.take(scope, item)];
      case "feedback":
        return Feedback.take(scope, item, manner);
      case "example":
        return [await Examples.take(scope, item)];
    }
  });
}

function failed(error: unknown): Result {
  if (!(error instanceof PublicError)) throw error;
  return result("failed", "", { code: error.code, message: error.message });
}

/** What work would come to, without any of it staying. */
async function undone<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  const came: { value?: T } = {};
  class Undo extends Error {}
  await inTransaction(scope, async (scope) => {
    came.value = await work(scope);
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return came.value as T;
}
