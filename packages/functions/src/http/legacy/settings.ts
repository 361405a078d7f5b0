import * as ModelChoice from "@docent/core/chat/model-choice";
import type { Settings } from "@docent/core/chat/settings";
import * as FormerTemplate from "@docent/core/migration/former-template";
import { bounds } from "@docent/core/models/parameters";
import type { Scope } from "@docent/core/scope";
import type { ChatEvent, NotHonoured } from "./chat-event.ts";

/** How a question of the predecessor's kind is to be answered, and what of it the desk cannot follow. */
export async function settingsOf(
  scope: Scope,
  event: ChatEvent,
): Promise<{ settings: Settings; notHonoured: NotHonoured[] }> {
  const notHonoured: NotHonoured[] = [];
  const modelId = await modelOf(scope, event.model_name ?? event.model, notHonoured);
  const templateId = await templateOf(scope, event.template_id, notHonoured);
  const parameters = {
    ...within("temperature", event.temperature, bounds.temperature, notHonoured),
    ...within("max_tokens", event.max_tokens, bounds.outputTokensMax, notHonoured),
  };
  const { system_role: bot, system_role_prompt: persona } = event;
  const settings: Settings = {
    ...(modelId && { modelId }),
    ...(templateId && { templateId }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(event.use_qa ? {} : { documents: false }),
    ...(event.multi_rounds ? {} : { history: false }),
    ...(bot && { bot }),
    ...(persona && { persona }),
  };
  return { settings, notHonoured };
}

async function modelOf(scope: Scope, named: string | null | undefined, not: NotHonoured[]) {
  if (!named) return undefined;
  const { company, others } = await ModelChoice.list(scope);
  const found = [...(company ? [company] : []), ...others].find(({ id, name }) => [id, name].includes(named));
  if (!found) not.push({ field: "model_name", why: `No model is called "${named}" here: the company's own answers.` });
  return found?.id ?? undefined;
}

async function templateOf(scope: Scope, named: string | null | undefined, not: NotHonoured[]) {
  if (!named || named === "default") return undefined;
  const id = await FormerTemplate.find(scope, named);
  if (!id) not.push({ field: "template_id", why: `There is no template "${named}": the company's default is used.` });
  return id;
}

function within(
  field: "temperature" | "max_tokens",
  value: number | null | undefined,
  { min, max }: { min: number; max: number },
  not: NotHonoured[],
) {
  if (value === null || value === undefined) return {};
  const fit = Math.min(max, Math.max(min, field === "max_tokens" ? Math.round(value) : value));
  if (fit !== value) not.push({ field, why: `${value} is out of bounds: ${fit} is used.` });
  return field === "temperature" ? { temperature: fit } : { outputTokensMax: fit };
}
