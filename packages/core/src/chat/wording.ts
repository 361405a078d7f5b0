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
  const { bot, persona } = settings ?? {};
  if (bot === undefined && persona === undefined) return template;
  const held = template ?? plain(bot);
  return { ...held, bot: bot ?? held.bot, persona: persona ?? held.persona };
}

/** The desk's own words for somebody who is called something. */
function plain(bot: string | undefined): Wording {
  const text = `${bot ? "You are called {role_bot}. " : ""}Write in the language of the question. Be brief.`;
  return { text, bot: "", persona: "", parameters: {} };
}
