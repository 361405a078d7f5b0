import { z } from "zod";
import type { Turn } from "../chat/work.ts";
import * as Cut from "../knowledge/cut.ts";
import { WordingInput } from "../templates/template-change.ts";

/** What the test sets are asked with in place of what the desk does now. Empty: as it answers now. */
export const Variant = z.strictObject({
  /** A template as it is being written; null: the desk's own words. */
  wording: WordingInput.nullable().optional(),
  templateId: z.string().max(64).optional(),
  /** Null: as where no model is chosen. */
  modelId: z.string().max(64).nullable().optional(),
  rerankerId: z.string().max(64).optional(),
  /** With the index that is built and waits. */
  nextIndex: z.literal(true).optional(),
  without: z.enum(["vectors", "rerank", "synonyms", "typos", "model"]).optional(),
  cuts: z.partialRecord(z.enum(Cut.measures), z.strictObject({ hard: z.number(), soft: z.number() })).optional(),
});
export type Variant = z.infer<typeof Variant>;

/** The question as a turn that nobody asked: nothing of it is kept and no service is called. */
export function turnOf(question: string, libraryId: string, variant: Variant): Turn {
  const { wording, templateId, modelId, rerankerId, nextIndex, without, cuts } = variant;
  const left = without && without !== "model" ? { [without]: false } : {};
  return {
    runId: "",
    conversationId: "",
    question,
    libraryIds: [libraryId],
    filter: null,
    settings: { ...(templateId && { templateId }), ...(modelId && { modelId }) },
    history: [],
    trial: {
      settings: { ...left, ...(cuts && { cuts }) },
      tried: { ...(rerankerId && { rerankerId }), ...(nextIndex && { nextIndex }) },
      withoutModel: without === "model",
      ...(modelId === null && { withoutChoice: true }),
      ...(wording !== undefined && { wording }),
    },
  };
}
