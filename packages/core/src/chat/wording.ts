import type { Scope } from "../scope.ts";
import * as Template from "../templates/template.ts";
import type { Wording } from "../templates/wording.ts";
import type { Turn, Work } from "./work.ts";

/** What the model is asked with: the template chosen or the company's default, or none for the desk's own words. */
export async function wordingOf(
  scope: Scope,
  { trial, settings }: Turn,
  { trace }: Work,
): Promise<Wording | undefined> {
  if (trial?.wording !== undefined) return trial.wording ?? undefined;
  const template = await Template.inForce(scope, settings?.templateId);
  if (template) trace.template = { id: template.id, name: template.name, number: template.number };
  return template;
}
