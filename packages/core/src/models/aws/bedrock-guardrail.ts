import type { GuardrailAssessment, GuardrailTraceAssessment } from "@aws-sdk/client-bedrock-runtime";
import { PublicError } from "../../error.ts";

/**
 * The error of an answer that a guardrail kept back, or undefined when it only masked something: Bedrock gives both the
 * same end. Without a trace it is taken for kept back.
 */
export function guarded(trace: GuardrailTraceAssessment | undefined): PublicError | undefined {
  const asked = Object.values(trace?.inputAssessment ?? {});
  const answered = Object.values(trace?.outputAssessments ?? {}).flat();
  const found = [...asked, ...answered].flatMap(findings);
  const inQuestion = reasonsIn(asked);
  const inAnswer = reasonsIn(answered);
  if (found.length > 0 && inQuestion.length + inAnswer.length === 0) return undefined;
  const [what, reasons] = inQuestion.length > 0 ? ["the question", inQuestion] : ["the answer", inAnswer];
  const because = reasons.length > 0 ? ` because of ${reasons.join(", ")}` : "";
  const stopped = trace ? `stopped ${what}${because}` : "stopped the question or its answer";
  const message = `Your organisation's guardrail ${stopped}. Ask in other words; an administrator can see the rule in the guardrail's settings at AWS.`;
  return new PublicError("unavailable", "model.guarded", message);
}

interface Finding {
  action: string | undefined;
  /** Never the words that were found. */
  reason: string;
}

function reasonsIn(assessments: readonly GuardrailAssessment[]): string[] {
  const blocking = assessments.flatMap(findings).filter(({ action }) => action === "BLOCKED");
  return [...new Set(blocking.map(({ reason }) => reason))];
}

function findings(assessment: GuardrailAssessment): Finding[] {
  const { topicPolicy, contentPolicy, wordPolicy, sensitiveInformationPolicy, contextualGroundingPolicy } = assessment;
  return [
    ...(topicPolicy?.topics ?? []).map(({ action, name }) => ({ action, reason: `the topic "${name}"` })),
    ...(contentPolicy?.filters ?? []).map(({ action, type }) => ({ action, reason: `its rule on ${plain(type)}` })),
    ...(wordPolicy?.customWords ?? []).map(({ action }) => ({ action, reason: "a word that is not allowed" })),
    ...(wordPolicy?.managedWordLists ?? []).map(({ action, type }) => ({ action, reason: plain(type) })),
    ...(sensitiveInformationPolicy?.piiEntities ?? []).map(({ action, type }) => ({
      action,
      reason: `personal data (${plain(type)})`,
    })),
    ...(sensitiveInformationPolicy?.regexes ?? []).map(({ action, name }) => ({
      action,
      reason: `protected data${name ? ` (${name})` : ""}`,
    })),
    ...(contextualGroundingPolicy?.filters ?? []).map(({ action, type }) => ({
      action,
      reason: type === "RELEVANCE" ? "too little bearing on the question" : "too little support by the sources",
    })),
  ];
}

function plain(type: string | undefined): string {
  return (type ?? "").toLowerCase().replaceAll("_", " ");
}
