import { APIError } from "openai/error";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { hasImages, type Parameters, type Prompt, type UnsentParameters } from "../chat-model.ts";
import { tellsBlind, tellsTooLong } from "../said.ts";
import { tellsToolless, withoutTools } from "../tool-call.ts";
import { openAiMessages, openAiToolChoice, openAiTools } from "./openai-content.ts";

/** What a server has refused, by its name on the wire. It is not sent there again. */
export type Refused = Set<string>;

/** Stands among what was refused for the role of the instructions: the templates of some models, such as Gemma's, know none. */
const systemRole = "role: system";

/** Fields that an answer can do without. Few servers know all of them. */
function optionalFields(prompt: Prompt, refused: Refused): Record<string, unknown> {
  const { parameters = {} } = prompt;
  // newer models of OpenAI know the limit by another name
  const limit = refused.has("max_tokens") ? "max_completion_tokens" : "max_tokens";
  const fields: Record<string, unknown> = {
    stream_options: { include_usage: true },
    temperature: parameters.temperature,
    top_p: parameters.topP,
    top_k: parameters.topK,
    [limit]: parameters.outputTokensMax,
    stop: parameters.stop?.length ? [...parameters.stop] : undefined,
    presence_penalty: parameters.presencePenalty,
    frequency_penalty: parameters.frequencyPenalty,
    tool_choice: openAiToolChoice(prompt),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== undefined && !refused.has(name)),
  );
}

const namesOnTheWire: Record<keyof Parameters, readonly string[]> = {
  temperature: ["temperature"],
  topP: ["top_p"],
  topK: ["top_k"],
  outputTokensMax: ["max_tokens", "max_completion_tokens"],
  stop: ["stop"],
  presencePenalty: ["presence_penalty"],
  frequencyPenalty: ["frequency_penalty"],
};

/** The parameters of which a server has refused every name. */
export function unsentTo(refused: Refused, parameters: Parameters): UnsentParameters {
  const wanted = Object.keys(parameters) as (keyof Parameters)[];
  const unsent = wanted.filter((parameter) => namesOnTheWire[parameter].every((name) => refused.has(name)));
  return Object.fromEntries(unsent.map((parameter) => [parameter, "refused" as const]));
}

/** Throws `model.without_tools` when the prompt offers tools and the server has refused them. */
export function requestFor(model: string, prompt: Prompt, refused: Refused): ChatCompletionCreateParamsStreaming {
  const tools = openAiTools(prompt.tools);
  if (tools && refused.has("tools")) throw withoutTools();
  const messages = openAiMessages(prompt, refused.has(systemRole) ? "before question" : "as role");
  return {
    ...optionalFields(prompt, refused),
    ...(tools && { tools }),
    model,
    // only questions come with images
    messages: messages as ChatCompletionCreateParamsStreaming["messages"],
    stream: true,
  };
}

/** What of the request a server says it does not know or take, or undefined: the answer can do without. */
export function refusedField(error: unknown, prompt: Prompt, refused: Refused): string | undefined {
  if (!(error instanceof APIError)) return undefined;
  const said = `${error.code ?? ""} ${error.message}`;
  const toolField = refusedToolField(error, said, prompt, refused);
  if (toolField) return toolField;
  if (!isRefusal(error)) return undefined;
  if (
    !/unsupported|deprecated|unrecogni[sz]ed|unknown|unexpected|not support|not permitted|extra_forbidden/i.test(said)
  )
    return undefined;
  if (tellsTooLong(said)) return undefined;
  if (/\bsystem role\b|\brole\b.{0,30}'system'/i.test(said) && prompt.system && !refused.has(systemRole))
    return systemRole;
  return Object.keys(optionalFields(prompt, refused)).find((name) => error.param === name || names(said, name));
}

/** What has to be called can be left to the model; what may be called cannot. llama.cpp refuses both as a failure of its own. */
function refusedToolField({ status, param }: APIError, said: string, prompt: Prompt, refused: Refused) {
  const isRefused = status === 400 || status === 404 || status === 422 || status === 500 || status === 501;
  if (!prompt.tools?.length || refused.has("tools") || !isRefused) return undefined;
  if (!tellsToolless(said) && param !== "tools" && param !== "tool_choice") return undefined;
  const isChoice = param === "tool_choice" || (/tool[_ ]choice/i.test(said) && !/"auto"/.test(said));
  return isChoice && openAiToolChoice(prompt) && !refused.has("tool_choice") ? "tool_choice" : "tools";
}

export function refusesImages(error: unknown, prompt: Prompt): boolean {
  if (!(error instanceof APIError) || !hasImages(prompt) || !tellsBlind(error.message)) return false;
  // llama.cpp says so as of a failure of its own
  return isRefusal(error) || /not supported/i.test(error.message);
}

function isRefusal({ status }: APIError): boolean {
  return status === 400 || status === 422;
}

/** `stop` is a word like others: it counts in quotation marks only, or as the end of a path. */
function names(said: string, field: string): boolean {
  const quoted = new RegExp(`["'\`.]${field}["'\`]|\\bbody\\.${field}\\b`);
  return quoted.test(said) || (field !== "stop" && new RegExp(`(?<![\\w-])${field}(?![\\w-])`).test(said));
}
