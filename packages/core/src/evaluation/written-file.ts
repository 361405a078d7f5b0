import { setTimeout } from "node:timers/promises";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { chunkTable, documentTable, triggerTable, versionTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import * as Reindexing from "../knowledge/index/reindexing.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { lines } from "./task-folder.ts";

const Line = z.object({
  /** Of a text of the corpus. */
  id: z.string(),
  questions: z.array(z.string()).default([]),
  summary: z.string().optional(),
});

/** What was written for texts of a corpus, by their ids. */
export type WrittenFor = Map<string, Omit<z.infer<typeof Line>, "id">>;

/** Reads what was written for a task's corpus: lines with the id of a text, `questions` and perhaps a `summary`. */
export async function read(path: string): Promise<WrittenFor> {
  const found = await lines(path, Line);
  if (found) return new Map(found.map(({ id, ...written }) => [id, written]));
  throw new PublicError("not_found", "path.not_found", `There is no file at ${path}. Check the path.`);
}

/** Puts it to the chunks of the corpus as if somebody had accepted all of it, and waits until the index has followed. */
export async function accept(
  scope: Scope,
  libraryId: string,
  written: WrittenFor,
  idOf: (chunk: { documentId: string; question: string | null }) => string | undefined,
  settle?: () => Promise<void>,
): Promise<void> {
  const chunks = await scope.db
    .select({
      chunkId: chunkTable.id,
      versionId: chunkTable.versionId,
      documentId: documentTable.id,
      question: chunkTable.question,
    })
    .from(chunkTable)
    .innerJoin(documentTable, eq(documentTable.currentVersionId, chunkTable.versionId))
    .where(eq(documentTable.libraryId, libraryId))
    .orderBy(chunkTable.id);
  const companyId = requireCompany(scope);
  const seen = new Set<string>();
  const rows = chunks.flatMap(({ chunkId, versionId, ...chunk }) => {
    const id = idOf(chunk) ?? "";
    const own = written.get(id);
    // of a text that was split, the first chunk stands for all
    if (!own || seen.has(id)) return [];
    seen.add(id);
    const row = { companyId, versionId, chunkId, state: "accepted" as const, createdAt: scope.now() };
    return [
      ...own.questions.map((text) => ({ ...row, id: newId("trigger"), kind: "question" as const, text })),
      ...(own.summary ? [{ ...row, id: newId("trigger"), kind: "summary" as const, text: own.summary }] : []),
    ];
  });
  for (const [versionId, own] of Map.groupBy(rows, (row) => row.versionId)) {
    await inTransaction(scope, async (scope) => {
      await scope.db.insert(triggerTable).values(own);
      await Reindexing.changed(scope, versionId, [...new Set(own.map(({ chunkId }) => chunkId))]);
    });
  }
  await settle?.();
  while (await isBehind(scope)) await setTimeout(200);
}

async function isBehind(scope: Scope): Promise<boolean> {
  const { companyId, edition, indexedEdition } = versionTable;
  const stale = await scope.db
    .select({ id: versionTable.id })
    .from(versionTable)
    .where(and(eq(companyId, requireCompany(scope)), ne(edition, indexedEdition)))
    .limit(1);
  return stale.length > 0;
}
