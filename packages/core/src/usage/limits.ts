import { z } from "zod";

/** How much a model may be asked in a minute. What is absent is not limited. */
export const Limits = z.strictObject({
  requests: z.int().min(1).max(1_000_000).optional(),
  tokens: z.int().min(1).max(10_000_000_000).optional(),
});
export type Limits = z.infer<typeof Limits>;

export function areSet({ requests, tokens }: Limits): boolean {
  return requests !== undefined || tokens !== undefined;
}
