import { z } from "zod";

export const Filter = z.object({
  category: z.array(z.string().max(200)).min(1).max(100).optional(),
  metadata: z.record(z.string().max(200), z.array(z.string().max(200)).min(1).max(100)).optional(),
});
export type Filter = z.infer<typeof Filter>;
