import { expected } from "../usage/estimate.ts";
import { answerPrompt, type Material } from "./prompts/answer.ts";

/** Vendors count tokens in their own ways: so much of what a model can read is left to that. */
const share = 0.9;

/**
 * As much of the material as a model can read at once, by estimate: first what stands around the passages is left out, then
 * the least fitting passages, then what was said before. The best passage and the question always stay.
 */
export function fit(material: Material, contextTokens: number | undefined): Material {
  if (contextTokens === undefined) return material;
  for (let fitted = material; ;) {
    const { input, output } = expected(answerPrompt(fitted));
    if (input + output <= contextTokens * share) return fitted;
    const less = lessOf(fitted);
    if (!less) return fitted;
    fitted = less;
  }
}

function lessOf(material: Material): Material | undefined {
  const { around, passages, history } = material;
  if (around.size > 0) return { ...material, around: new Map() };
  if (passages.length > 2) return { ...material, passages: passages.slice(0, -1) };
  if (history.length > 0) return { ...material, history: history.slice(1) };
  return passages.length > 1 ? { ...material, passages: passages.slice(0, -1) } : undefined;
}
