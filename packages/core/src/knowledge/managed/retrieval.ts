import { createHash } from "node:crypto";
import { inArray } from "drizzle-orm";
import { knowledgeBaseTable } from "../../db/schema.ts";
import { PublicError } from "../../error.ts";
import type { ManagedPassage } from "../../models/knowledge-base.ts";
import type { Scope } from "../../scope.ts";
import type { Passage } from "../passages.ts";
import * as Connection from "./connection.ts";

/** What the knowledge bases of some libraries found. */
export interface Retrieved {
  /** Best first; of several knowledge bases in turns. */
  passages: (Passage & { score: number })[];
  /** The first that failed, if one did. */
  error?: PublicError;
  /** How many were asked. */
  asked: number;
}

/** Asks the knowledge bases that these libraries are connected to. The libraries are those that the actor may read. */
export async function retrieve(scope: Scope, libraryIds: readonly string[], question: string): Promise<Retrieved> {
  if (libraryIds.length === 0) return { passages: [], asked: 0 };
  const rows = await scope.db
    .select()
    .from(knowledgeBaseTable)
    .where(inArray(knowledgeBaseTable.libraryId, [...libraryIds]));
  const answers = await Promise.all(rows.map((row) => askOne(scope, row, question)));
  const error = answers.find((answer) => "error" in answer)?.error;
  const passages = inTurns(answers.map((answer) => ("error" in answer ? [] : answer.passages)));
  return { passages, asked: rows.length, ...(error && { error }) };
}

async function askOne(
  scope: Scope,
  row: Connection.Row,
  question: string,
): Promise<Pick<Retrieved, "passages"> | { error: PublicError }> {
  try {
    const retrieve = scope.knowledgeBases.connect(Connection.address(scope, row));
    const found = await retrieve(question, row.place.results);
    return { passages: found.map((passage, position) => toPassage(passage, row.documentId, position)) };
  } catch (error) {
    if (!(error instanceof PublicError)) throw error;
    scope.log.warn("search.knowledge_base_failed", { libraryId: row.libraryId, code: error.code, error });
    return { error };
  }
}

/** The same text at the same place has the same id, so that it is one source however often it is found. */
function toPassage({ text, title, source, score }: ManagedPassage, documentId: string, position: number) {
  const hash = createHash("sha256").update(`${documentId}\n${source}\n${text}`).digest("hex");
  return {
    chunkId: `kb_${hash.slice(0, 24)}`,
    documentId,
    versionId: "",
    title: fileName(title),
    headings: [],
    page: null,
    position,
    text,
    question: null,
    metadata: null,
    category: null,
    location: source,
    score,
  };
}

/** `leave.pdf` of `handbook/leave.pdf`; an address stays whole. */
function fileName(title: string): string {
  return /^https?:/.test(title) ? title : title.slice(title.lastIndexOf("/") + 1) || title;
}

/** One list out of several: the first of each, then the second of each. */
export function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat();
}
