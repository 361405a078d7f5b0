import type { Tier } from "@docent/core/chat/citation";
import type { TraceRead } from "@docent/core/chat/trace-read";

/** What the predecessor's logs call the ways to answer. */
const strategies: Record<Tier, string> = {
  answer: "WITH_LLM",
  hedged: "HINT_LLM_REFUSE",
  candidates: "RETURN_OPTIONS",
  refused: "SAY_DONT_KNOW",
};

/** How an answer came about, in the order in which the predecessor tells it. */
export function traceLines({ trace, passages }: Pick<TraceRead, "trace" | "passages">): string {
  const { question, rewritten, intent, quick, milliseconds, model, tier } = trace;
  const seconds = (stage: string) => `${((milliseconds[stage] ?? 0) / 1000).toFixed(3)}s`;
  const recalled = (trace.reranked?.hits.length ? trace.reranked.hits : trace.fused).map(({ chunkId, score }) => {
    const passage = passages[chunkId];
    const title = passage && "title" in passage ? passage.title : "";
    return `**${title}** score: ${score.toFixed(3)}`;
  });
  const lines = [
    "**trace start**",
    rewritten !== undefined && `**query rewrite:** ${question} => ${rewritten}, elapsed: ${seconds("rewrite")}`,
    `**LLM:** ${model}`,
    `**prefetch cache:** ${quick ? "found" : "none"}`,
    intent && `**intention detected:** ${intent.name ?? "none"}, elapsed: ${seconds("intent")}`,
    `**branch:** ${branchOf(trace)}`,
    recalled.length > 0 && `**retrieving:** elapsed ${seconds("search")}`,
    ...recalled,
    recalled.length > 0 && `**recalled:** ${recalled.length}`,
    tier && `**strategy:** ${strategies[tier]}`,
  ];
  return lines.filter(Boolean).join("\n\n");
}

/** The last line of an answer with its trace. */
export function runningTime(seconds: number): string {
  return `**Total running time : ${seconds.toFixed(3)}s**`;
}

function branchOf({ intent, fused }: TraceRead["trace"]): string {
  if (intent && intent.action !== "knowledge" && intent.name !== null) return intent.action;
  return fused.length ? "RAG chat" : "non-RAG";
}
