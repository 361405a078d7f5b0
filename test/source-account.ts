import * as Source from "@docent/core/sources/source";
import type { Scope } from "@docent/core/scope";

/** What a run that found nothing to do says. */
export const finished = { state: "finished", errorCode: null, added: 0, changed: 0, unchanged: 0, removed: 0, failed: 0 }; // prettier-ignore

/** How the last run of a source ended, and what it did. */
export async function countsOf(scope: Scope, libraryId: string, id: string) {
  const source = (await Source.list(scope, { libraryId })).find((one) => one.id === id);
  const { state, errorCode, added, changed, unchanged, removed, failed } = source?.sync ?? {};
  return { state, errorCode, added, changed, unchanged, removed, failed };
}

/** What the last run of a source could not take, and why. */
export async function failuresOf(scope: Scope, libraryId: string, id: string) {
  const source = (await Source.list(scope, { libraryId })).find((one) => one.id === id);
  return Source.failures(scope, { id, syncId: source?.sync?.id ?? "" });
}
