import { requireRole, type Scope } from "../../scope.ts";
import { chatContract, contractNames, embedContract, rerankContract } from "../aws/named-contracts.ts";
import type { ModelKind } from "./model-kind.ts";
import type { Place } from "./place.ts";

/** Names of the contracts that need not be written out, by kind of model. */
export function names(scope: Scope): Record<Exclude<ModelKind, "image">, string[]> {
  requireRole(scope, "admin");
  return contractNames;
}

/** Throws `model.contract_invalid` and its like, whose message tells where the contract of a place is wrong. */
export function check(kind: ModelKind, place: Place): void {
  // no container draws
  if (place.provider !== "sagemaker" || kind === "image") return;
  const read = { chat: chatContract, embed: embedContract, rerank: rerankContract }[kind];
  read(place.contract);
}
