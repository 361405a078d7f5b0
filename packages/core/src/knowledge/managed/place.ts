import { z } from "zod";

/** Where a knowledge base is, and how much it is asked for. */
export const Place = z.strictObject({
  region: z
    .string()
    .trim()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must look like us-east-1"),
  /** Its id at AWS. */
  knowledgeBase: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{10}$/, "must be the ten letters and digits that AWS shows as its id"),
  /** How many passages are taken for a question. */
  results: z.int().min(1).max(50).default(8),
});
export type Place = z.infer<typeof Place>;
