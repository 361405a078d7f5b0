import { and, eq, inArray, isNull } from "drizzle-orm";
import { chunkTable, documentTable, triggerTable, versionTable } from "../../db/schema.ts";
import type { Scope } from "../../scope.ts";
import type { Piece } from "../ingest/extractor.ts";
import type { Label } from "./search-index.ts";

/** A chunk with the document it stands in and what else leads to it, on its way into the index. */
export interface Draft {
  chunk: Pick<Piece, "headings" | "text" | "question" | "metadata"> & { id: string; versionId: string };
  document: Label & { id: string; title: string };
  triggers: readonly Trigger[];
}

/** A question or a summary written for a chunk and accepted. */
export interface Trigger {
  id: string;
  kind: "question" | "summary";
  text: string;
}

interface Wanted {
  /** These chunks alone. */
  chunkIds?: readonly string[] | undefined;
  /** Chunks that are switched off and triggers that nobody accepted too: all that may ever have been in the index. */
  all?: boolean;
}

/** The chunks of these versions as they stand in the database and belong into the index. */
export async function load(
  scope: Pick<Scope, "db">,
  versionIds: readonly string[],
  { chunkIds, all = false }: Wanted = {},
): Promise<Draft[]> {
  const ofThese = and(
    inArray(chunkTable.versionId, [...versionIds]),
    chunkIds && inArray(chunkTable.id, [...chunkIds]),
    all ? undefined : isNull(chunkTable.offAt),
  );
  const [documents, chunks, triggers] = await Promise.all([
    scope.db
      .select({
        versionId: versionTable.id,
        id: documentTable.id,
        access: documentTable.access,
        labels: documentTable.labels,
        title: documentTable.title,
      })
      .from(versionTable)
      .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
      .where(inArray(versionTable.id, [...versionIds])),
    scope.db
      .select({
        id: chunkTable.id,
        versionId: chunkTable.versionId,
        headings: chunkTable.headings,
        text: chunkTable.text,
        question: chunkTable.question,
        metadata: chunkTable.metadata,
      })
      .from(chunkTable)
      .where(ofThese)
      .orderBy(chunkTable.versionId, chunkTable.position),
    scope.db
      .select({
        id: triggerTable.id,
        chunkId: triggerTable.chunkId,
        kind: triggerTable.kind,
        text: triggerTable.text,
      })
      .from(triggerTable)
      .where(
        and(
          inArray(triggerTable.versionId, [...versionIds]),
          chunkIds && inArray(triggerTable.chunkId, [...chunkIds]),
          all ? undefined : eq(triggerTable.state, "accepted"),
        ),
      )
      .orderBy(triggerTable.id),
  ]);
  const byVersion = new Map(documents.map(({ versionId, ...document }) => [versionId, document]));
  const byChunk = Map.groupBy(triggers, ({ chunkId }) => chunkId);
  return chunks.flatMap(({ question, metadata, ...chunk }) => {
    const document = byVersion.get(chunk.versionId);
    if (!document) return [];
    const whole = { ...chunk, ...(question !== null && { question }), ...(metadata !== null && { metadata }) };
    return [{ chunk: whole, document, triggers: byChunk.get(chunk.id) ?? [] }];
  });
}
