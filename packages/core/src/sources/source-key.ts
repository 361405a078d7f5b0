import { requireCompany, type Scope } from "../scope.ts";
import { seal, unseal } from "../sealed.ts";
import { BucketKey } from "./bucket-settings.ts";

/** The stored key of a source, if it has one. Throws `secret.unreadable` when it was sealed with another secret. */
export function of(scope: Scope, { key, companyId }: { key: string | null; companyId: string }): BucketKey | undefined {
  return key === null ? undefined : BucketKey.parse(JSON.parse(unseal(scope.secret, purposeOf(companyId), key)));
}

/** A key as it is stored. */
export function sealed(scope: Scope, key: BucketKey | null | undefined): string | null {
  return key ? seal(scope.secret, purposeOf(requireCompany(scope)), JSON.stringify(key)) : null;
}

/** What the keys of a company's sources are sealed for. */
export function purposeOf(companyId: string): string {
  return `source-key:${companyId}`;
}
