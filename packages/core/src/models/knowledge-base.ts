import type { AwsPlace } from "./aws/aws-place.ts";

/** How to reach a knowledge base that AWS keeps: documents, index and search are all there. */
export interface KnowledgeBaseAddress extends AwsPlace {
  knowledgeBase: string;
  /** A reranker of Bedrock that puts what was found in order. */
  reranker?: string;
}

export interface ManagedPassage {
  text: string;
  /** Name of the file, or address of the page, as the knowledge base has it. */
  title: string;
  /** Where it is: a path in S3 or an address. */
  source: string;
  /** Between 0 and 1 for most stores, best first; 0 when the store tells none. */
  score: number;
}

/** Finds passages for a question, best first. Errors begin with `knowledge_base.`. */
export type Retrieve = (question: string, limit: number, signal?: AbortSignal) => Promise<ManagedPassage[]>;

export interface KnowledgeBases {
  connect(address: KnowledgeBaseAddress): Retrieve;
}
