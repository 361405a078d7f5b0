import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { chunkTable, documentTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { documentsOf, readable } from "../knowledge/access/access.ts";
import * as Passages from "../knowledge/passages.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { wholeAnswer } from "../models/whole-answer.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as Label from "./label.ts";
import { labelsPrompt } from "./prompts/labels.ts";
import { readProposals } from "./proposed-questions.ts";

export const Propose = z.strictObject({
  /** How many passages to write questions about. */
  passages: z.int().min(1).max(100).default(20),
  libraryIds: z.array(z.string()).min(1).max(200).optional(),
});

export interface Written {
  /** Passages read so far, and how many there are to read. */
  done: number;
  total: number;
  /** New proposals so far. */
  added: number;
  /** Passages of which nothing usable came. */
  empty: number;
}

const passageLengthMin = 120;
const perPassageMs = 60_000;

/**
 * Has the model write questions that passages answer, and near misses that they do not. They wait as proposals until
 * somebody has looked at them. Yields after each passage; stops when the reader does.
 */
export async function* propose(
  scope: Scope,
  input: z.infer<typeof Propose>,
  signal?: AbortSignal,
): AsyncGenerator<Written> {
  requireRole(scope, "editor");
  const model = await ModelConnection.current(scope);
  if (!model) {
    const message = "Writing questions needs a model. An administrator can connect one under Settings > Model.";
    throw new PublicError("conflict", "label.no_model", message);
  }
  const passages = await some(scope, input);
  const written: Written = { done: 0, total: passages.length, added: 0, empty: 0 };
  yield { ...written };
  for (const passage of passages) {
    const proposals = readProposals(await answerOf(model, passage, signal));
    if (signal?.aborted) return;
    const labels = proposals.map((row) => ({
      ...row,
      source: "model" as const,
      state: "proposed" as const,
      runId: null,
      documentId: passage.documentId,
    }));
    written.added += (await Label.keep(scope, labels)).length;
    written.empty += proposals.length === 0 ? 1 : 0;
    written.done++;
    yield { ...written };
  }
}

/** Passages by chance, long enough to ask about, of what the whole company may read: every editor sees the questions. */
async function some(scope: Scope, { passages, libraryIds }: z.infer<typeof Propose>): Promise<Passages.Passage[]> {
  const now = await readable(scope, libraryIds);
  const access = now.libraryIds.filter((id) => now.rights.get(id)?.visibility === "company");
  if (access.length === 0) return [];
  const rows = await scope.db
    .select({ chunkId: chunkTable.id, versionId: chunkTable.versionId, documentId: documentTable.id })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(and(documentsOf(scope, access), sql`length(${chunkTable.text}) >= ${passageLengthMin}`))
    .orderBy(sql`random()`)
    .limit(passages);
  const loaded = await Passages.load(
    scope,
    rows.map((row) => ({ ...row, score: 0 })),
    access,
  );
  return [...loaded.values()];
}

/** What came, also of an answer that was broken off: too slow for this passage is not too slow for the next. */
async function answerOf(model: ChatModel, passage: Passages.Passage, signal?: AbortSignal): Promise<string> {
  try {
    return (await wholeAnswer(model, labelsPrompt(passage), perPassageMs, signal)).text;
  } catch (error) {
    // whoever stopped has what was kept
    if (signal?.aborted) return "";
    throw error;
  }
}
