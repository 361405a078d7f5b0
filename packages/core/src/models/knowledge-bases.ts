import { createHash } from "node:crypto";
import { type AwsClients, awsClients } from "./aws/aws-client.ts";
import { bedrockKnowledgeBase, type KnowledgeBaseOptions } from "./aws/bedrock-knowledge-base.ts";
import type { KnowledgeBases, Retrieve } from "./knowledge-base.ts";

export interface KnowledgeBasesOptions extends KnowledgeBaseOptions {
  aws?: AwsClients;
}

/** Knowledge bases of Bedrock. The same address gives the same one, with what it has learnt. */
export function knowledgeBases({ aws = awsClients(), ...options }: KnowledgeBasesOptions = {}): KnowledgeBases {
  const connected = new Map<string, Retrieve>();
  return {
    connect(address) {
      // the key counts too, and is not kept for it
      const name = createHash("sha256").update(JSON.stringify(address)).digest("hex");
      const retrieve = connected.get(name) ?? bedrockKnowledgeBase(aws, address, options);
      connected.set(name, retrieve);
      return retrieve;
    },
  };
}
