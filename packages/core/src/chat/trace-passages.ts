import { and, inArray } from "drizzle-orm";
import { documentTable } from "../db/schema.ts";
import { documentsOf, readable } from "../knowledge/access/access.ts";
import * as Passages from "../knowledge/passages.ts";
import * as Trigger from "../knowledge/chunk/trigger.ts";
import type { Scope } from "../scope.ts";
import { saidAbout } from "./source.ts";
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
      category?: string;
      metadata?: Record<string, string>;
      /** Its beginning. */
      text: string;
    }
  /** The document is there, in a newer version without this passage. */
  | { state: "changed"; documentId: string; title: string }
  /** In a knowledge base elsewhere, of which no text is kept here. */
  | { state: "elsewhere"; title: string }
  /** Removed, or not for this reader: a trace does not tell which. */
  | { state: "gone" };

/** By chunk id. */
export type TracePassages = Record<string, TracePassage>;

type Named = Pick<TraceHit, "chunkId" | "documentId">;

/** Every passage that the trace names. */
export function namedIn({ routes, fused, reranked }: Pick<Trace, "routes" | "fused" | "reranked">): Named[] {
  return [fused, reranked?.hits ?? [], ...Object.values(routes)].flat();
}

/** What the triggers of the hits say that led to passages which the reader may see, by their ids. */
export async function written(
  scope: Pick<Scope, "db">,
  { routes }: Pick<Trace, "routes">,
  passages: TracePassages,
): Promise<Record<string, Trigger.Written>> {
  const named = Object.values(routes).flatMap((hits) => hits.flatMap(({ trigger }) => trigger ?? []));
  const loaded = [...(await Trigger.load(scope, named))];
  return Object.fromEntries(loaded.filter(([, { chunkId }]) => passages[chunkId]?.state === "readable"));
}

/** Passages as the reader may see them now. */
export async function load(scope: Pick<Scope, "db" | "actor">, named: readonly Named[]): Promise<TracePassages> {
  const { access } = await readable(scope);
  const [passages, titles] = await Promise.all([
    Passages.load(scope, named, access),
    documentTitles(scope, named, access),
  ]);
  const shown = named.map(({ chunkId, documentId }): [string, TracePassage] => {
    const passage = passages.get(chunkId);
    if (passage) return [chunkId, toReadable(passage)];
    const document = titles.get(documentId);
    if (!document) return [chunkId, { state: "gone" }];
    const { title, isElsewhere } = document;
    return [chunkId, isElsewhere ? { state: "elsewhere", title } : { state: "changed", documentId, title }];
  });
  return Object.fromEntries(shown);
}

function toReadable(passage: Passages.Passage): TracePassage {
  const { documentId, title, headings, page, question, text } = passage;
  const short = text.length > textLengthMax ? `${text.slice(0, textLengthMax).toWellFormed().trimEnd()}…` : text;
  const said = saidAbout(passage);
  return { state: "readable", documentId, title, headings, page, question, ...said, text: short };
}

async function documentTitles(
  scope: Pick<Scope, "db" | "actor">,
  named: readonly Named[],
  access: readonly string[],
): Promise<Map<string, { title: string; isElsewhere: boolean }>> {
  if (!named.length) return new Map();
  const rows = await scope.db
    .select({ id: documentTable.id, title: documentTable.title, latestVersionId: documentTable.latestVersionId })
    .from(documentTable)
    .where(
      and(inArray(documentTable.id, [...new Set(named.map((hit) => hit.documentId))]), documentsOf(scope, access)),
    );
  // what stands for a knowledge base has no version
  return new Map(rows.map(({ id, title, latestVersionId }) => [id, { title, isElsewhere: latestVersionId === null }]));
}
