import { checkNames, type CheckName, type Facts } from "./check-name.ts";
import type { FindingCode } from "./wording.en.ts";

export const verdicts = ["ok", "warn", "fail"] as const;
/** `warn` is worth a look; `fail` is broken, now or for somebody soon. */
export type Verdict = (typeof verdicts)[number];

/** What one check found. `code` and `facts` are for programs; `wording.ts` makes sentences of them. */
export interface Finding {
  verdict: Verdict;
  code: FindingCode;
  facts?: Facts;
}

export interface Checked extends Finding {
  check: CheckName;
  milliseconds: number;
}

export function ok(code: FindingCode, facts?: Facts): Finding {
  return { verdict: "ok", code, ...(facts && { facts }) };
}

export function warn(code: FindingCode, facts?: Facts): Finding {
  return { verdict: "warn", code, ...(facts && { facts }) };
}

export function fail(code: FindingCode, facts?: Facts): Finding {
  return { verdict: "fail", code, ...(facts && { facts }) };
}

/** The worst of them. */
export function worst(findings: readonly Pick<Finding, "verdict">[]): Verdict {
  return verdicts[Math.max(0, ...findings.map(({ verdict }) => verdicts.indexOf(verdict)))] ?? "ok";
}

/** In the order of `checkNames`. */
export function inOrder(findings: readonly Checked[]): Checked[] {
  return findings.toSorted((a, b) => checkNames.indexOf(a.check) - checkNames.indexOf(b.check));
}
