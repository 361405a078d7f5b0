import { z } from "zod";
import type { ChatModel, Parameters, Prompt } from "../chat-model.ts";

export const dials = [
  "temperature",
  "topP",
  "topK",
  "outputTokensMax",
  "presencePenalty",
  "frequencyPenalty",
] as const satisfies (keyof Parameters)[];
export type Dial = (typeof dials)[number];

const Range = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  /** What is sent when nobody says otherwise. */
  default: z.number().optional(),
});

/** What is known of a chat model besides where it is. */
export const Abilities = z.strictObject({
  /** It can be shown images. */
  sees: z.boolean().optional(),
  /** How much it can read at once, question and answer together. */
  contextTokens: z.int().min(256).max(100_000_000).optional(),
  /** Its dials; null for one that it does not have, which is not sent. One that is absent is sent as it comes. */
  dials: z.partialRecord(z.enum(dials), Range.nullable()).optional(),
});
export type Abilities = z.infer<typeof Abilities>;

/** What a million tokens cost, in the company's currency. */
export const Price = z.strictObject({
  input: z.number().min(0).max(1_000_000),
  output: z.number().min(0).max(1_000_000),
  /** For input that comes out of the vendor's cache. */
  cached: z.number().min(0).max(1_000_000).optional(),
});
export type Price = z.infer<typeof Price>;

/** The model with its own defaults, kept within its limits, and spared the dials that it does not have. */
export function within(abilities: Abilities, model: ChatModel): ChatModel {
  return { id: model.id, stream: (prompt, signal) => model.stream(fitted(abilities, prompt), signal) };
}

function fitted({ dials: ranges = {} }: Abilities, prompt: Prompt): Prompt {
  const parameters: Parameters = { ...prompt.parameters };
  for (const dial of dials) {
    const range = ranges[dial];
    if (range === undefined) continue;
    const wanted = range === null ? undefined : (parameters[dial] ?? range.default);
    if (range === null || wanted === undefined) delete parameters[dial];
    else parameters[dial] = Math.min(Math.max(wanted, range.min ?? -Infinity), range.max ?? Infinity);
  }
  return { ...prompt, parameters };
}
