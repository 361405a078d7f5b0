import type { z } from "zod";
import * as ProposedChange from "@docent/core/evaluation/proposed-change";
import * as TestCase from "@docent/core/evaluation/test-case";
import * as TestResult from "@docent/core/evaluation/test-result";
import * as TestRun from "@docent/core/evaluation/test-run";
import * as TestTrace from "@docent/core/evaluation/test-trace";
import type { Scope } from "@docent/core/scope";
import * as Audit from "@docent/core/users/audit";
import * as AuditSubject from "@docent/core/users/audit-subject";
import { editor, member, router } from "./trpc.ts";

export const testCaseRouter = router({
  list: member.input(TestCase.List).query(({ ctx, input }) => TestCase.list(ctx, input)),
  set: member.input(TestCase.Set).mutation(({ ctx, input }) => TestCase.set(ctx, input)),
  remove: member.input(TestCase.Remove).mutation(({ ctx, input }) => TestCase.remove(ctx, input)),
  restore: member.input(TestCase.Restore).mutation(({ ctx, input }) => TestCase.restore(ctx, input)),
  import: member.input(TestCase.Import).mutation(({ ctx, input }) => TestCase.importFile(ctx, input)),
  export: member.input(TestCase.InLibrary).query(({ ctx, input }) => exported(ctx, input)),
  fromLabels: member.input(TestCase.InLibrary).mutation(({ ctx, input }) => TestCase.fromLabels(ctx, input)),
});

/** Taking a whole test set along is noted, though it changes nothing. */
async function exported(scope: Scope, input: z.infer<typeof TestCase.InLibrary>): Promise<string> {
  const file = await TestCase.exportFile(scope, input);
  const name = await AuditSubject.nameOf(scope, "testCase.export", input.libraryId);
  await Audit.record(scope, { action: "testCase.export", subject: input.libraryId, details: { name } });
  return file;
}

export const testRunRouter = router({
  list: member.input(TestRun.List).query(({ ctx, input }) => TestRun.list(ctx, input)),
  get: member.input(TestRun.ById).query(({ ctx, input }) => TestRun.get(ctx, input)),
  results: member.input(TestResult.Results).query(({ ctx, input }) => TestResult.results(ctx, input)),
  sets: member.query(({ ctx }) => TestRun.sets(ctx)),
  trace: editor.input(TestTrace.ByCase).query(({ ctx, input }) => TestTrace.get(ctx, input)),
  start: member.input(TestRun.Start).mutation(({ ctx, input }) => TestRun.start(ctx, input)),
  tryOut: editor.input(ProposedChange.TryOut).mutation(({ ctx, input }) => ProposedChange.tryOut(ctx, input)),
  stop: member.input(TestRun.ById).mutation(({ ctx, input }) => TestRun.stop(ctx, input)),
  resume: member.input(TestRun.ById).mutation(({ ctx, input }) => TestRun.resume(ctx, input)),
});
