import type { Source } from "@docent/core/chat/citation";
import type { Trace } from "@docent/core/chat/trace";

const quoteLengthMax = 500;

/** The list below an answer, as clients know it: numbered as the answer cites, with where each passage is from. */
export function referencesOf(
  sources: readonly Source[],
  trace: Trace | undefined,
  authors: ReadonlyMap<string, string>,
): string {
  if (!sources.length) return "";
  const scores = new Map(trace?.fused.map(({ chunkId, score }) => [chunkId, score]));
  const ranks = new Map(trace?.reranked?.hits.map(({ chunkId, score }) => [chunkId, score]));
  const entries = sources.map(({ n, chunkId, documentId, title, category, quote }) => {
    const about = [
      title,
      category,
      `score: ${(scores.get(chunkId) ?? 0).toFixed(3)}`,
      `rank_score: ${(ranks.get(chunkId) ?? 0).toFixed(3)}`,
      authors.get(documentId),
    ];
    const text = quote.length > quoteLengthMax ? `${quote.slice(0, quoteLengthMax).toWellFormed()}...` : quote;
    return `[${n}] ${about.filter(Boolean).join(" | ")}\n${text}`;
  });
  return `\n\n**Refer to ${sources.length} knowledge:**\n\n${entries.join("\n\n")}`;
}
