/** What a model is called for. */
export const stages = [
  "answer",
  "chat",
  "rewrite",
  "look",
  "intent",
  "tool",
  "writing",
  "labels",
  "try",
  "question",
  "index",
  "rerank",
  "picture",
  "other",
] as const;
export type Stage = (typeof stages)[number];

/** Nobody sits and waits for these: where a model is wanted by many, they come after the people. */
const background: readonly Stage[] = ["writing", "index"];

export function isBackground(stage: Stage): boolean {
  return background.includes(stage);
}
