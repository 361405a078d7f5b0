import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { intentExampleTable, runTable, traceTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import type { Filter } from "../knowledge/description/filter.ts";
import * as Library from "../knowledge/library.ts";
import type { Written } from "../knowledge/chunk/trigger.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import type { Tier } from "./citation.ts";
import type { Outcome } from "./run-event.ts";
import type { Settings } from "./settings.ts";
import * as TracePassages from "./trace-passages.ts";
import type { Trace } from "./trace.ts";

export const ById = z.strictObject({ runId: z.string().max(64) });

/** An answer and how it came about, as an editor may read it today. */
export interface TraceRead {
  run: {
    id: string;
    question: string;
    state: (typeof runTable.$inferSelect)["state"];
    error: { code: string; message: string } | null;
    askedBy: string;
    createdAt: Date;
    /** The libraries asked for; null means all that the asker may read. */
    libraryIds: string[] | null;
    /** What it was narrowed to besides. */
    filter: Filter | null;
    /** How many pictures were shown with it. They are for its asker alone. */
    pictures: number;
    /** How the asker wanted to be answered. */
    settings: Settings | null;
  };
  /** Null while it is on its way. */
  answer: TracedAnswer | null;
  trace: Trace;
  passages: TracePassages.TracePassages;
  /** Written questions and summaries that led to them, by their ids; those that do not count any more are absent. */
  written: Record<string, Written>;
  /** The libraries searched that the reader may read. */
  libraries: { id: string; name: string }[];
  /** The texts of the examples that decided the intent, by id; those taken away since are absent. */
  examples: Record<string, string>;
}

export interface TracedAnswer {
  tier: Tier;
  /** Null when it stands on a document that was removed or is not for this reader. */
  text: string | null;
  /** Numbered as the citations in the text are. */
  sources: { n: number; chunkId: string; cited: boolean }[];
  degraded?: string;
  /** Cited statements that their passages do not bear out, verbatim. */
  unsupported?: string[];
  /** Set when it was read off the pictures alone. */
  basis?: "pictures";
}

/** How any answer of the company came about, for editors. Throws `run.not_found`. */
export async function get(scope: Scope, { runId }: z.infer<typeof ById>): Promise<TraceRead> {
  requireRole(scope, "editor");
  const [row] = await scope.db
    .select({ run: runTable, trace: traceTable.trace, askedBy: userTable.name })
    .from(runTable)
    .innerJoin(traceTable, eq(traceTable.runId, runTable.id))
    .leftJoin(userTable, eq(userTable.id, runTable.userId))
    .where(and(eq(runTable.id, runId), eq(runTable.companyId, requireCompany(scope))));
  if (!row) throw await missing(scope, runId);
  const { run, trace, askedBy } = row;
  const readable = await Library.list(scope);
  const named = [...TracePassages.namedIn(trace), ...(run.outcome?.sources ?? [])];
  const [passages, examples] = await Promise.all([TracePassages.load(scope, named), exampleTexts(scope, trace)]);
  return {
    run: {
      id: run.id,
      question: run.question,
      state: run.state,
      error: run.errorCode && run.error ? { code: run.errorCode, message: run.error } : null,
      askedBy: askedBy ?? "",
      createdAt: run.createdAt,
      libraryIds: run.libraryIds,
      filter: run.filter,
      pictures: run.pictureIds?.length ?? 0,
      settings: run.settings,
    },
    answer: run.outcome && toAnswer(run.outcome, passages),
    trace,
    passages,
    written: await TracePassages.written(scope, trace, passages),
    libraries: readable.flatMap(({ id, name }) => (trace.libraryIds.includes(id) ? [{ id, name }] : [])),
    examples,
  };
}

/** Without the quotes that are kept with it, and without its text when that may hold what the reader must not see. */
export function toAnswer(
  { tier, text, sources, degraded, unsupported, basis, withheld }: Outcome,
  passages: TracePassages.TracePassages,
): TracedAnswer {
  const cited = sources.filter((source) => source.cited);
  const standsOn = cited.length || tier === "refused" ? cited : sources;
  const hidden = withheld !== undefined || standsOn.some(({ chunkId }) => passages[chunkId]?.state === "gone");
  return {
    tier,
    text: hidden ? null : text,
    sources: sources.map(({ n, chunkId, cited }) => ({ n, chunkId, cited })),
    ...(degraded !== undefined && { degraded }),
    ...(unsupported && !hidden && { unsupported }),
    ...(basis && { basis }),
  };
}

async function exampleTexts(scope: Scope, { intent }: Trace): Promise<Record<string, string>> {
  const ids = intent?.examples.map(({ exampleId }) => exampleId) ?? [];
  if (!ids.length) return {};
  const rows = await scope.db
    .select({ id: intentExampleTable.id, text: intentExampleTable.text })
    .from(intentExampleTable)
    .where(and(inArray(intentExampleTable.id, ids), eq(intentExampleTable.companyId, requireCompany(scope))));
  return Object.fromEntries(rows.map(({ id, text }) => [id, text]));
}

/** Another company's run is simply not found. */
async function missing(scope: Scope, runId: string): Promise<PublicError> {
  const { id, companyId, state } = runTable;
  const known = and(eq(id, runId), eq(companyId, requireCompany(scope)), eq(state, "finished"));
  if (await scope.db.$count(runTable, known)) {
    const message = "Nothing is kept of how this answer came about: it was given before this desk was there.";
    return new PublicError("not_found", "trace.none", message);
  }
  return new PublicError("not_found", "run.not_found", "That answer does not exist any more. Reload the page.");
}
