import { result, type Result } from "./outcome.ts";

/** How things are taken over. */
export interface Manner {
  /** Only what belongs to this company of the predecessor's. */
  company?: string | undefined;
  /** Makes addresses of user names where the predecessor knows none. */
  mailDomain?: string | undefined;
  /** Where answers that were put into the knowledge stand now. */
  libraryId?: string | undefined;
  /** Nothing of it stays. */
  dry?: boolean;
}

/** What the predecessor calls the company of things that name none. */
export const defaultCompany = "default";

/** What comes of a row of another company than the one wanted; undefined for all others. */
export function ofOtherCompany(
  { company }: { company?: string | null | undefined },
  manner: Manner,
  name: string,
): Result | undefined {
  const of = company ?? defaultCompany;
  if (manner.company === undefined || of === manner.company) return undefined;
  return result("skipped", name, { code: "other_company", message: `Belongs to the company "${of}".` });
}
