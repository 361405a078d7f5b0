import type {
  KnowledgeBaseRetrievalResult,
  RetrievalResultLocation,
  RetrieveCommandInput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { PublicError } from "../../error.ts";
import { sendable } from "../model-server.ts";
import { type AwsClients, modelArn } from "./aws-client.ts";
import type { KnowledgeBaseAddress, ManagedPassage, Retrieve } from "../knowledge-base.ts";
import { within } from "./bedrock-invocation.ts";

export interface KnowledgeBaseOptions {
  timeoutMs?: number;
}

/** A longer question is refused. */
const questionMax = 1000;
const resultsMax = 100;

/** Finds passages in a knowledge base, by words and by meaning where its store can do both. Errors begin with `knowledge_base.`. */
export function bedrockKnowledgeBase(
  aws: AwsClients,
  place: KnowledgeBaseAddress,
  { timeoutMs = 20_000 }: KnowledgeBaseOptions = {},
): Retrieve {
  const call = { ...place, model: place.knowledgeBase, subject: "knowledge base" as const };
  let searchType: "HYBRID" | "SEMANTIC" = "HYBRID";

  async function send(request: RetrieveCommandInput, signal?: AbortSignal) {
    return within(call, { timeoutMs, signal }, async (abortSignal) => {
      const [{ RetrieveCommand }, client] = await Promise.all([
        import("@aws-sdk/client-bedrock-agent-runtime"),
        aws.bedrockAgent(place),
      ]);
      const answer = await client.send(new RetrieveCommand(request), { abortSignal });
      return answer.retrievalResults ?? [];
    });
  }

  return async (question, limit, signal) => {
    if (place.key?.type === "bearer") throw bearerRefused();
    const ask = () => send(requestFor(place, question, limit, searchType), signal);
    const results = await ask().catch((error: unknown) => {
      if (searchType === "SEMANTIC" || !refusesHybrid(error)) throw error;
      searchType = "SEMANTIC";
      return ask();
    });
    return results.flatMap(passageFrom);
  };
}

function requestFor(
  { region, knowledgeBase, reranker }: KnowledgeBaseAddress,
  question: string,
  limit: number,
  overrideSearchType: "HYBRID" | "SEMANTIC",
): RetrieveCommandInput {
  const numberOfResults = Math.min(Math.max(limit, 1), resultsMax);
  const reranking = reranker && {
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL" as const,
      bedrockRerankingConfiguration: {
        modelConfiguration: { modelArn: modelArn(region, reranker) },
        numberOfRerankedResults: numberOfResults,
      },
    },
  };
  return {
    knowledgeBaseId: knowledgeBase,
    retrievalQuery: { text: sendable(question.slice(0, questionMax)) },
    retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults, overrideSearchType, ...reranking } },
  };
}

/** Some of its stores search by meaning alone. */
function refusesHybrid(error: unknown): boolean {
  return error instanceof PublicError && error.code === "knowledge_base.refused" && /hybrid/i.test(error.message);
}

/** Pictures, sounds and rows of tables have no text to show. */
function passageFrom({ content, location, score = 0 }: KnowledgeBaseRetrievalResult): ManagedPassage[] {
  if (!content?.text?.trim()) return [];
  const source = sourceOf(location);
  const title = location?.s3Location ? keyOf(source) : source;
  return [{ text: content.text, title, source, score }];
}

/** Each kind of place has a field of its own, with a name of its own in it. */
function sourceOf(location: RetrievalResultLocation | undefined): string {
  const place: unknown = Object.values(location ?? {}).find((value) => typeof value === "object");
  const { uri, url, id } = (place ?? {}) as { uri?: string; url?: string; id?: string };
  return uri ?? url ?? id ?? "";
}

/** `handbook/leave.pdf` of `s3://documents/handbook/leave.pdf`. */
function keyOf(uri: string): string {
  return uri.replace(/^s3:\/\/[^/]+\//, "");
}

function bearerRefused() {
  const message =
    "A Bedrock API key is for models only and opens no knowledge base. An administrator can enter an access key in the settings, or give the desk's machine a role.";
  return new PublicError("unavailable", "knowledge_base.unauthorized", message);
}
