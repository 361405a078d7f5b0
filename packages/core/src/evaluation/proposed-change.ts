import { z } from "zod";
import { PublicError } from "../error.ts";
import * as Cut from "../knowledge/cut.ts";
import * as Generation from "../knowledge/index/generation.ts";
import * as Entry from "../models/catalogue/entry.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { requireRole, type Scope } from "../scope.ts";
import * as Template from "../templates/template.ts";
import { WordingInput } from "../templates/template-change.ts";
import type { Wording } from "../templates/wording.ts";
import * as TestRun from "./test-run.ts";
import { Variant } from "./variant.ts";

const id = z.string().max(64);

/** A change that somebody is about to make for the whole company. */
export const Change = z.discriminatedUnion("type", [
  /** Another template as the default; null: the desk's own words. */
  z.strictObject({ type: z.literal("default-template"), id: id.nullable() }),
  /** What a template says, before it is saved. */
  z.strictObject({ type: z.literal("wording"), id, wording: WordingInput }),
  /** Another version of what a template says. */
  z.strictObject({ type: z.literal("version"), id, number: z.int().min(1) }),
  /** Another model that answers; null: none is chosen. */
  z.strictObject({ type: z.literal("model"), id: id.nullable() }),
  /** Another model that ranks; null: none. */
  z.strictObject({ type: z.literal("reranker"), id: id.nullable() }),
  /** The index for another model that finds, which is built and waits. */
  z.strictObject({ type: z.literal("index") }),
  /** Other cuts; null: Docent's own. */
  z.strictObject({ type: z.literal("cuts"), cuts: Variant.shape.cuts.unwrap().nullable() }),
]);
export type Change = z.infer<typeof Change>;

export const TryOut = z.strictObject({
  change: Change,
  /** Every set that the actor keeps when absent. */
  libraryIds: z.array(id).min(1).max(200).optional(),
});

/**
 * Asks the test sets as everything is now and as it would be with the change, which is not made. For those who may make
 * it. Throws `test_run.no_cases`, `template.not_found`, `test_run.model_not_open`, `generation.not_ready`, `cut.disordered`.
 */
export async function tryOut(scope: Scope, { change, libraryIds }: z.infer<typeof TryOut>) {
  requireRole(scope, mayMake[change.type]);
  const variant = await variantOf(scope, change);
  return TestRun.start(scope, { variant, compare: true, ...(libraryIds && { libraryIds }) });
}

const mayMake = {
  "default-template": "admin",
  wording: "editor",
  version: "editor",
  model: "admin",
  reranker: "admin",
  index: "admin",
  cuts: "admin",
} as const satisfies Record<Change["type"], "admin" | "editor">;

async function variantOf(scope: Scope, change: Change): Promise<Variant> {
  switch (change.type) {
    case "default-template":
      return change.id === null ? { wording: null } : wordedBy(change.id, await Template.get(scope, { id: change.id }));
    case "wording":
      await Template.find(scope, change.id);
      return { templateId: change.id, wording: change.wording };
    case "version": {
      const versions = await Template.versions(scope, { id: change.id });
      const version = versions.find(({ number }) => number === change.number);
      if (!version) throw Template.notFound();
      return wordedBy(change.id, version);
    }
    case "model":
      if (change.id !== null) await requireOpen(scope, change.id);
      return { modelId: change.id };
    case "reranker":
      if (change.id === null) return { without: "rerank" };
      await Entry.require(scope, change.id);
      return { rerankerId: change.id };
    case "index":
      await Generation.waiting(scope);
      return { nextIndex: true };
    case "cuts":
      return { cuts: await Cut.asIf(scope, change.cuts) };
  }
}

/** What is tried is what is said now, whoever changes the template meanwhile. */
function wordedBy(templateId: string, said: Wording): Variant {
  return Variant.parse({ templateId, wording: Template.wordingOf(said) });
}

/** A run asks as whoever starts it, and must not be answered by another model without a word. */
async function requireOpen(scope: Scope, modelId: string): Promise<void> {
  const { instead } = await ModelConnection.rowsFor(scope, modelId);
  if (!instead) return;
  const message = "That model is gone, or for groups that you are not in: it cannot be asked for you. Choose another.";
  throw new PublicError("conflict", "test_run.model_not_open", message);
}
