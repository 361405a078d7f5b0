import { z } from "zod";
import { requireLibrary } from "../knowledge/access/access.ts";
import type { Scope } from "../scope.ts";
import type { Tried } from "./bucket-attempt.ts";
import { BucketKey, BucketSettings } from "./bucket-settings.ts";
import * as SourceKey from "./source-key.ts";
import { requireCovered, requireReach } from "./source-reach.ts";
import { InLibrary, requireSource } from "./source.ts";

export const Try = InLibrary.extend({
  settings: BucketSettings,
  key: BucketKey.nullable().optional(),
  /** The source that is being changed, whose stored key is used when none is given. */
  id: z.string().optional(),
});

/** Looks into a bucket as a run would, and tells what one would take in. Throws what `requireReach` and `requireCovered` throw. */
export async function run(scope: Scope, input: z.infer<typeof Try>): Promise<Tried> {
  const { libraryId, settings, key: given, id } = input;
  await requireLibrary(scope, libraryId, "contributor");
  const held = given === undefined && id !== undefined ? await requireSource(scope, id) : undefined;
  if (held) requireCovered(held, settings);
  const key = held ? SourceKey.of(scope, held) : (given ?? undefined);
  await requireReach(scope, settings, key !== undefined);
  const { attempt } = await import("./bucket-attempt.ts");
  return attempt(settings, key, scope.sourceRules);
}
