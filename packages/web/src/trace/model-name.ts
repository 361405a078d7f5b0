import type { Texts } from "../app/i18n/zh.ts";

/** What wrote an answer: the desk's own ways have names of their own, anything else names its model. */
export function modelName(t: Texts, model: string, quoting: string): string {
  if (model === "quoting" || model === "") return quoting;
  if (model === "faq" || model === "intent" || model === "predecessor") return t.trace.writers[model];
  return model.replace(/^openai\//, "");
}
