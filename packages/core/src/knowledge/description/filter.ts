import { z } from "zod";

/** What a search is narrowed to: of each part at least one value must fit. */
export const Filter = z.strictObject({
  /** Categories by id or name. */
  category: z.array(z.string().max(200)).min(1).max(100).optional(),
  /** Values by name, of the document or of the row of a table. */
  metadata: z.record(z.string().max(200), z.array(z.string().max(1_000)).min(1).max(100)).optional(),
});
export type Filter = z.infer<typeof Filter>;

/** One part of a filter, for people. */
export interface Said {
  /** Null for the category. */
  name: string | null;
  values: string[];
}

/** Whether something with these tags fits. */
export function fits(having: readonly (readonly string[])[], tags: readonly string[]): boolean {
  return having.every((terms) => terms.some((term) => tags.includes(term)));
}
