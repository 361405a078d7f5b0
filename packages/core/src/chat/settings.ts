import { z } from "zod";
import { ParametersGiven } from "../models/parameters.ts";

/** How whoever asks wants to be answered. */
export const Settings = z.strictObject({
  /** A model of the catalogue; the company's own when null or absent. */
  modelId: z.string().max(64).nullable().optional(),
  /** A template of the company for the prompt; its default when null or absent. */
  templateId: z.string().max(64).nullable().optional(),
  /** How the answer is written. What leads to it, such as rewriting the question, is the desk's affair. */
  parameters: ParametersGiven.optional(),
  /** False: a model answers by itself, and the documents are not looked into. */
  documents: z.boolean().optional(),
  /** False: as if nothing had been said before. */
  history: z.boolean().optional(),
  /** What the answer's writer is called and whom it is to be, in place of what the template says. */
  bot: z.string().trim().max(100).optional(),
  persona: z.string().trim().max(4_000).optional(),
});
export type Settings = z.infer<typeof Settings>;
