import { and, eq, inArray, isNull } from "drizzle-orm";
import { documentTable } from "../db/schema.ts";
import * as Passages from "../knowledge/passages.ts";
import { requireCompany, type Scope } from "../scope.ts";
import type { Trace, TraceHit } from "./trace.ts";

const textLengthMax = 400;

/** What somebody may see today of a passage that a trace names. */
export type TracePassage =
  | {
      state: "readable";
      documentId: string;
      title: string;
      headings: string[];
      page: number | null;
      question: string | null;
      /** Its beginning. */
      text: string;
    }
  /** The document is there, in a newer version without this passage. */
  | { state: "changed"; documentId: string; title: string }
  /** Removed, or not for this reader: a trace does not tell which. */
  | { state: "gone" };

/** By chunk id. */
export type TracePassages = Record<string, TracePassage>;

/** The passages that a trace names, as the reader may see them now, from among these libraries. */
export async function load(
  scope: Pick<Scope, "db" | "actor">,
  trace: Pick<Trace, "routes" | "fused" | "reranked">,
  libraryIds: readonly string[],
): Promise<TracePassages> {
  const hits = [trace.fused, trace.reranked?.hits ?? [], ...Object.values(trace.routes)].flat();
  const [passages, titles] = await Promise.all([
    Passages.load(scope, hits, libraryIds),
    documentTitles(scope, hits, libraryIds),
  ]);
  const shown = hits.map(({ chunkId, documentId }): [string, TracePassage] => {
    const passage = passages.get(chunkId);
    if (passage) return [chunkId, toReadable(passage)];
    const title = titles.get(documentId);
    return [chunkId, title === undefined ? { state: "gone" } : { state: "changed", documentId, title }];
  });
  return Object.fromEntries(shown);
}

function toReadable({ documentId, title, headings, page, question, text }: Passages.Passage): TracePassage {
  const characters = Array.from(text.slice(0, 2 * textLengthMax));
  const cut = text.length > textLengthMax ? `${characters.slice(0, textLengthMax).join("").trimEnd()}…` : text;
  return { state: "readable", documentId, title, headings, page, question, text: cut };
}

async function documentTitles(
  scope: Pick<Scope, "db" | "actor">,
  hits: readonly TraceHit[],
  libraryIds: readonly string[],
): Promise<Map<string, string>> {
  if (!hits.length || !libraryIds.length) return new Map();
  const rows = await scope.db
    .select({ id: documentTable.id, title: documentTable.title })
    .from(documentTable)
    .where(
      and(
        inArray(documentTable.id, [...new Set(hits.map((hit) => hit.documentId))]),
        eq(documentTable.companyId, requireCompany(scope)),
        inArray(documentTable.libraryId, [...libraryIds]),
        isNull(documentTable.removedAt),
      ),
    );
  return new Map(rows.map(({ id, title }) => [id, title]));
}
