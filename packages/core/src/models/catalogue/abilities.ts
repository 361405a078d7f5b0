import { z } from "zod";
import { cannotSee } from "../broken-answer.ts";
import type { ChatModel, Message, ModelPart, Parameters, UnsentParameters } from "../chat-model.ts";
import { dials } from "../parameters.ts";
import { withoutTools } from "../tool-call.ts";

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
  /** False for one that is not to be offered tools: its server takes them, but it calls them badly. */
  calls: z.boolean().optional(),
  /** How much it can read at once, question and answer together. */
  contextTokens: z.int().min(256).max(100_000_000).optional(),
  /** Its dials; null for one that it does not have, which is not sent. One that is absent is sent as it comes. */
  dials: z.partialRecord(z.enum(dials), Range.nullable()).optional(),
});
export type Abilities = z.infer<typeof Abilities>;

/** What a million tokens cost. */
export const Price = z.strictObject({
  /** By its three letters. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default("USD"),
  input: z.number().min(0).max(1_000_000),
  output: z.number().min(0).max(1_000_000),
  /** For input that comes out of the vendor's cache. */
  cached: z.number().min(0).max(1_000_000).optional(),
});
export type Price = z.infer<typeof Price>;

/** Tells what of these parameters the model would not be sent, see `ChatModels.unsent`. */
type Unsent = (parameters: Parameters) => UnsentParameters;

/**
 * The model under its name, with its own defaults, kept within its limits, and spared the dials that it does not have. It
 * tells which parameters it was sent. One that does not see is spared the images of a conversation. Throws
 * `model.cannot_see` when it is asked about images, and `model.without_tools` when it is not to call.
 */
export function within(
  { name, abilities }: { name: string; abilities: Abilities },
  model: ChatModel,
  unsent: Unsent,
): ChatModel {
  return {
    id: model.id,
    name,
    async *stream(prompt, signal) {
      if (prompt.tools?.length && abilities.calls === false) throw withoutTools();
      const { defaults, ...asked } = { ...prompt, messages: shown(abilities, prompt.messages) };
      const { parameters, absent } = fitted(abilities, asked.parameters, defaults);
      // of two that the model takes one at a time, the one that somebody wants
      if (unsent(parameters).topP === "either" && wantsTopP(asked.parameters)) delete parameters.temperature;
      let told = false;
      for await (const part of model.stream({ ...asked, parameters }, signal)) {
        // only now is it known what the server refused
        if (!told) yield* sentOf(parameters, { ...absent, ...unsent(parameters) });
        told = true;
        yield part;
      }
    },
  };
}

function shown({ sees }: Abilities, messages: readonly Message[]): readonly Message[] {
  if (sees || !messages.some(({ images }) => images?.length)) return messages;
  if (messages.at(-1)?.images?.length) throw cannotSee();
  return messages.map((message) => ({ ...message, images: [] }));
}

/** The parameters as this model can take them, and those wanted that it does not have. */
export function fitted({ dials: ranges = {} }: Abilities, wanted: Parameters = {}, defaults: Parameters = {}) {
  const parameters: Parameters = { ...defaults, ...wanted };
  const absent: UnsentParameters = {};
  for (const dial of dials) {
    const range = ranges[dial];
    if (range === undefined) continue;
    if (range === null && wanted[dial] !== undefined) absent[dial] = "absent";
    const value = range === null ? undefined : (wanted[dial] ?? range.default ?? defaults[dial]);
    if (range === null || value === undefined) delete parameters[dial];
    else parameters[dial] = Math.min(Math.max(value, range.min ?? -Infinity), range.max ?? Infinity);
  }
  return { parameters, absent };
}

function wantsTopP(wanted: Parameters = {}): boolean {
  return wanted.topP !== undefined && wanted.temperature === undefined;
}

function* sentOf(parameters: Parameters, unsent: UnsentParameters): Generator<ModelPart> {
  const entries = Object.entries(parameters);
  if (entries.length === 0 && Object.keys(unsent).length === 0) return;
  const sent: Parameters = Object.fromEntries(entries.filter(([name]) => !(name in unsent)));
  yield { type: "parameters", sent, unsent };
}
