import { z } from "zod";
import type { Parameters } from "./chat-model.ts";

/** The dials that have a number. */
export const dials = [
  "temperature",
  "topP",
  "topK",
  "outputTokensMax",
  "presencePenalty",
  "frequencyPenalty",
] as const satisfies (keyof Parameters)[];
export type Dial = (typeof dials)[number];

/** Between what no vendor goes beyond. A model's own limits are narrower. */
export const bounds = {
  temperature: { min: 0, max: 2 },
  topP: { min: 0, max: 1 },
  topK: { min: 1, max: 1000 },
  outputTokensMax: { min: 1, max: 1_000_000 },
  presencePenalty: { min: -2, max: 2 },
  frequencyPenalty: { min: -2, max: 2 },
} satisfies Record<Dial, { min: number; max: number }>;

const number = ({ min, max }: { min: number; max: number }) => z.number().min(min).max(max).exactOptional();
const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max).exactOptional();

/** Parameters as people give them. */
export const ParametersGiven = z.strictObject({
  temperature: number(bounds.temperature),
  topP: number(bounds.topP),
  topK: whole(bounds.topK),
  outputTokensMax: whole(bounds.outputTokensMax),
  presencePenalty: number(bounds.presencePenalty),
  frequencyPenalty: number(bounds.frequencyPenalty),
  /** Vendors take four at most. */
  stop: z.array(z.string().min(1).max(100)).max(4).exactOptional(),
}) satisfies z.ZodType<Parameters>;
