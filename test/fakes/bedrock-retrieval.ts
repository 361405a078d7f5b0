import { documentTerms } from "@docent/core/knowledge/text/analyze";
import type { AwsRequest, AwsResponse } from "./aws-server.ts";
import { wordVector } from "./retrieval-server.ts";

export interface RetrievalOptions {
  dimensions?: number;
  /** Longer texts are refused, as Titan refuses them. */
  charactersMax?: number;
  /** Cohere answers either way, by model and by what it is asked for. */
  typed?: boolean;
  /** Rerank gives so many results at once, and a token for the next ones. */
  pageSize?: number;
  distortion?: "one-missing" | "one-twice" | "zeros" | "not-numbers" | "shorter-vectors";
  /** What a knowledge base finds. */
  passages?: readonly object[];
  /** What comes of a wish for an image. */
  drawing?: object;
}

interface Body {
  inputText?: string;
  texts?: string[];
  dimensions?: number;
  output_dimension?: number;
  singleEmbeddingParams?: { embeddingDimension: number; text: { value: string } };
  query?: string;
  documents?: string[];
  queries?: { textQuery: { text: string } }[];
  sources?: { inlineDocumentSource: { textDocument: { text: string } } }[];
  rerankingConfiguration?: { bedrockRerankingConfiguration: { numberOfResults: number } };
  nextToken?: string;
}

interface Result {
  index: number;
  score: number | null;
}

/** Embeds and reranks by the words that texts share, in the bodies of each vendor. */
export function retrieval({ path, body }: AwsRequest, response: AwsResponse, options: RetrievalOptions): void {
  const asked = JSON.parse(body.toString() || "{}") as Body;
  const refusal = refusalOf(path, asked, options);
  if (refusal) {
    response.head(400, { "content-type": "application/json", "x-amzn-errortype": "ValidationException" });
    return response.end(JSON.stringify({ message: refusal }));
  }
  response.head(200, { "content-type": "application/json" });
  response.end(JSON.stringify(answerTo(path, asked, options)));
}

function answerTo(path: string, asked: Body, options: RetrievalOptions): object {
  if (options.drawing) return options.drawing;
  if (path.endsWith("/retrieve")) return { retrievalResults: options.passages ?? [] };
  if (path.endsWith("/rerank")) return ranked(asked, options);
  if (asked.documents) {
    const results = distorted(scores(asked.query ?? "", asked.documents), options);
    return { results: results.map(({ index, score }) => ({ index, relevance_score: score })) };
  }
  if (asked.singleEmbeddingParams) {
    const { text, embeddingDimension } = asked.singleEmbeddingParams;
    const embedding = vector(text.value, { ...options, dimensions: embeddingDimension });
    return { embeddings: [{ embeddingType: "TEXT", embedding }] };
  }
  if (asked.texts) {
    const dimensions = asked.output_dimension ?? options.dimensions ?? 32;
    const vectors = asked.texts.map((text) => vector(text, { ...options, dimensions }));
    const embeddings = options.distortion === "one-missing" ? vectors.slice(1) : vectors;
    return { id: "e", embeddings: options.typed ? { float: embeddings } : embeddings };
  }
  const embedding = vector(asked.inputText ?? "", {
    ...options,
    dimensions: asked.dimensions ?? options.dimensions ?? 32,
  });
  return { embedding, inputTextTokenCount: 5 };
}

function refusalOf(path: string, { inputText = "", texts = [] }: Body, { charactersMax = 50_000 }: RetrievalOptions) {
  if (texts.length > 96) return "Malformed input request: #/texts: expected maximum item count: 96, found: 97";
  if (path.includes("cohere.embed") && texts.some((text) => text.length > 2048))
    return "Malformed input request: #/texts/0: expected maxLength: 2048, actual: 2100, please reformat your input and try again.";
  if (inputText.length > charactersMax) return "400 Bad Request: Too many input tokens. Max input tokens: 8192";
  return undefined;
}

function ranked(asked: Body, options: RetrievalOptions): object {
  const texts = (asked.sources ?? []).map((source) => source.inlineDocumentSource.textDocument.text);
  const all = distorted(scores(asked.queries?.[0]?.textQuery.text ?? "", texts), options).slice(
    0,
    asked.rerankingConfiguration?.bedrockRerankingConfiguration.numberOfResults,
  );
  const start = Number(asked.nextToken ?? 0);
  const end = start + (options.pageSize ?? all.length);
  const results = all.slice(start, end).map(({ index, score }) => ({ index, relevanceScore: score }));
  return { results, ...(end < all.length && { nextToken: String(end) }) };
}

/** Best first, as such models answer. */
function scores(query: string, texts: readonly string[]): Result[] {
  const wanted = new Set(documentTerms(query));
  return texts
    .map((text, index) => ({ index, score: documentTerms(text).filter((term) => wanted.has(term)).length / 100 }))
    .sort((a, b) => b.score - a.score);
}

function distorted(results: Result[], { distortion }: RetrievalOptions): Result[] {
  if (distortion === "one-missing") return results.slice(1);
  if (distortion === "one-twice") return results.map((result) => ({ ...result, index: 0 }));
  if (distortion === "not-numbers") return results.map((result) => ({ ...result, score: null }));
  return results;
}

function vector(text: string, { dimensions = 32, distortion }: RetrievalOptions): (number | null)[] {
  const made = wordVector(text, distortion === "shorter-vectors" ? dimensions - 1 : dimensions);
  if (distortion === "zeros") return made.map(() => 0);
  if (distortion === "not-numbers") return made.map(() => null);
  return made;
}
