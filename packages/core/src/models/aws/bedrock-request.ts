import type {
  ContentBlock,
  ConverseStreamCommandInput,
  Message as Turn,
  ToolConfiguration,
} from "@aws-sdk/client-bedrock-runtime";
import type { Message, Parameters, Prompt, UnsentParameters } from "../chat-model.ts";
import { tellsToolless, withoutTools } from "../tool-call.ts";
import type { BedrockAddress } from "./bedrock-address.ts";
import { type BedrockFamily, bedrockFamily } from "./bedrock-families.ts";

/** What a request may go without when a model refuses it. */
export type Part = "temperature" | "topP" | "stop" | "extras" | "cache point" | "system" | "tool choice" | "tools";

/**
 * A request for `ConverseStream`, without what the family or, as it turned out, this model does not take. Throws
 * `model.without_tools` when that are the tools.
 */
export function bedrockRequest(
  { model, guardrail }: BedrockAddress,
  prompt: Prompt,
  refused: ReadonlySet<Part>,
): ConverseStreamCommandInput {
  const { system, messages, parameters = {} } = prompt;
  if (prompt.tools?.length && refused.has("tools")) throw withoutTools();
  const family = withoutRefused(bedrockFamily(model), refused);
  const { temperature, topP, outputTokensMax, stop } = parameters;
  const takes = (part: "temperature" | "topP" | "stop") => !family.without?.includes(part);
  const warm = temperature !== undefined && takes("temperature");
  const inferenceConfig = {
    ...(warm && { temperature }),
    ...(topP !== undefined && takes("topP") && !(warm && family.either) && { topP }),
    ...(outputTokensMax !== undefined && { maxTokens: outputTokensMax }),
    ...(stop?.length && takes("stop") && { stopSequences: [...stop] }),
  };
  const extras = family.extras?.(parameters) ?? {};
  const ahead = system && family.systemless ? system : "";
  return {
    modelId: model,
    ...(system &&
      !ahead && {
        system: [{ text: system }, ...(family.caches ? [{ cachePoint: { type: "default" as const } }] : [])],
      }),
    messages: turnsOf(messages, ahead),
    ...(prompt.tools?.length && { toolConfig: toolConfig(prompt, !refused.has("tool choice")) }),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    // typed as any JSON
    ...(Object.keys(extras).length > 0 && { additionalModelRequestFields: extras as Record<string, never> }),
    ...(guardrail && {
      guardrailConfig: {
        guardrailIdentifier: guardrail.id,
        guardrailVersion: guardrail.version,
        trace: "enabled" as const,
        // nothing is shown that has not been looked at
        streamProcessingMode: "sync" as const,
      },
    }),
  };
}

/** The parameters that a model is not sent: its family does not have them, or it refused them. */
export function unsentTo(model: string, parameters: Parameters, refused: ReadonlySet<Part>): UnsentParameters {
  const family = bedrockFamily(model);
  const unsent: UnsentParameters = {};
  for (const part of ["temperature", "topP", "stop"] as const)
    if (family.without?.includes(part)) unsent[part] = "absent";
    else if (refused.has(part)) unsent[part] = "refused";
  for (const extra of ["topK", "presencePenalty", "frequencyPenalty"] as const)
    if (Object.keys(family.extras?.({ [extra]: 1 }) ?? {}).length === 0) unsent[extra] = "absent";
    else if (refused.has("extras")) unsent[extra] = "refused";
  if (family.either && parameters.temperature !== undefined && !unsent.temperature) unsent.topP ??= "either";
  const wanted = Object.entries(unsent).filter(([name]) => parameters[name as keyof Parameters] !== undefined);
  return Object.fromEntries(wanted);
}

/** The part that a refusal names, if it is one that the request had and can go without. */
export function refusedPart(
  error: unknown,
  { system = [], inferenceConfig = {}, additionalModelRequestFields, toolConfig }: ConverseStreamCommandInput,
): Part | undefined {
  if (!(error instanceof Error) || !/^(Validation|AccessDenied)Exception$/.test(error.name)) return undefined;
  const text = error.message;
  if (/prompt caching|cache_?point/i.test(text) && system.length > 1) return "cache point";
  if (toolConfig && tellsToolless(text))
    return toolConfig.toolChoice && /tool_?choice/i.test(text) ? "tool choice" : "tools";
  // a value that is out of range is something else, and is told
  if (!/not (support|permit|allow)|n[o']t support|unsupported|deprecated|extraneous|cannot both/i.test(text))
    return undefined;
  if (/cannot both/i.test(text) && inferenceConfig.topP !== undefined) return "topP";
  if (/temperature/i.test(text) && inferenceConfig.temperature !== undefined) return "temperature";
  if (/top_?p/i.test(text) && inferenceConfig.topP !== undefined) return "topP";
  if (/stop_?(sequence|word)/i.test(text) && inferenceConfig.stopSequences) return "stop";
  if (/system (message|prompt)/i.test(text) && system.length > 0) return "system";
  if (/top_?k|penalty|extraneous|\bk\b/i.test(text) && additionalModelRequestFields !== undefined) return "extras";
  return undefined;
}

function withoutRefused(family: BedrockFamily, refused: ReadonlySet<Part>): BedrockFamily {
  const parts = (["temperature", "topP", "stop"] as const).filter((part) => refused.has(part));
  const { extras, ...others } = family;
  return {
    ...others,
    ...(extras && !refused.has("extras") && { extras }),
    ...(refused.has("cache point") && { caches: false }),
    ...(refused.has("system") && { systemless: true }),
    without: [...(family.without ?? []), ...parts],
  };
}

/** Bedrock knows no way to forbid calls: a model that must not call is only left the choice. */
function toolConfig({ tools = [], toolChoice }: Prompt, mayChoose: boolean): ToolConfiguration {
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      toolSpec: { name, description, inputSchema: { json: parameters as Record<string, never> } },
    })),
    ...(typeof toolChoice === "object" && mayChoose && { toolChoice: { tool: { name: toolChoice.name } } }),
  };
}

/** Bedrock wants people and model to take turns, people first, and no text that is empty. */
function turnsOf(messages: readonly Message[], ahead: string): Turn[] {
  const turns: (Turn & { content: ContentBlock[] })[] = [];
  for (const message of messages) {
    const content = contentOf(message);
    const last = turns.at(-1);
    if (content.length === 0 || (!last && message.role === "assistant")) continue;
    if (last?.role === message.role) last.content.push(...content);
    else turns.push({ role: message.role, content });
  }
  if (ahead) turns[0]?.content.unshift({ text: ahead });
  return turns;
}

function contentOf({ text, images = [], calls = [], results = [] }: Message): ContentBlock[] {
  const pictures = images.map(({ type, bytes }) => {
    const format =
      type === "image/png" ? ("png" as const) : type === "image/jpeg" ? ("jpeg" as const) : ("webp" as const);
    return { image: { format, source: { bytes } } };
  });
  // typed as any JSON
  const called = calls.map(({ id, name, arguments: given }) => ({
    toolUse: { toolUseId: id, name, input: given as Record<string, never> },
  }));
  const told = results.map(({ id, text, failed }) => ({
    toolResult: { toolUseId: id, content: [{ text: text || " " }], ...(failed && { status: "error" as const }) },
  }));
  return [...told, ...pictures, ...(text.trim() ? [{ text }] : []), ...called];
}
