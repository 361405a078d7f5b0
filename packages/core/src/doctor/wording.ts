import type { CheckName } from "./check-name.ts";
import type { Finding } from "./finding.ts";
import { checksEn, findingsEn, type Told } from "./wording.en.ts";
import { checksZh, findingsZh } from "./wording.zh.ts";

export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];

const checks = { zh: checksZh, en: checksEn };
const findings = { zh: findingsZh, en: findingsEn };

/** What a check is called. */
export function nameOf(check: CheckName, language: Language): string {
  return checks[language][check];
}

/** A finding in sentences, for people: the console and the command line say the same. */
export function told({ code, facts = {} }: Finding, language: Language): { says: string; fix?: string } {
  const { says, fix }: Told = findings[language][code];
  return { says: says(facts), ...(fix && { fix: fix(facts) }) };
}
