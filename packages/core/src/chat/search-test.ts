import type { z } from "zod";
import * as Search from "../knowledge/search.ts";
import type { Written } from "../knowledge/chunk/trigger.ts";
import { requireRole, requireUser, type Scope } from "../scope.ts";
import { tierOf } from "./tier.ts";
import * as TracePassages from "./trace-passages.ts";
import type { Trace } from "./trace.ts";
import { blankTrace, noteSearch, timed } from "./tracing.ts";

export interface SearchTest {
  /** What a trace of the question would hold of its search, and the tier it would get. */
  trace: Trace;
  passages: TracePassages.TracePassages;
  /** Written questions and summaries that led to them, by their ids. */
  written: Record<string, Written>;
}

/** Searches as the chat does and says how it came about, without asking or keeping anything. For editors. */
export async function run(scope: Scope, input: z.infer<typeof Search.Query>): Promise<SearchTest> {
  requireRole(scope, "editor");
  const trace = blankTrace({ runId: "", userId: requireUser(scope).userId, question: input.text });
  const start = performance.now();
  const found = await timed(trace, "search", () => Search.run(scope, input));
  noteSearch(trace, found);
  trace.tier = tierOf(found);
  trace.milliseconds["total"] = Math.round(performance.now() - start);
  const passages = await TracePassages.load(scope, TracePassages.namedIn(trace));
  return { trace, passages, written: await TracePassages.written(scope, trace, passages) };
}
