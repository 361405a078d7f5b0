import type { Image, Message, Prompt } from "../chat-model.ts";
import type { ToolCall, ToolOffer } from "../tool-call.ts";

/** An image as servers take it inside of JSON. */
export function dataUrl({ type, bytes }: Image): string {
  return `data:${type};base64,${base64(bytes)}`;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

/** A message as OpenAI has it. */
export type OpenAiMessage =
  | { role: "system" | "user"; content: string | Part[] }
  | { role: "assistant"; content: string | Part[] | null; tool_calls?: OpenAiCall[] }
  | { role: "tool"; tool_call_id: string; content: string };

interface OpenAiCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

/** What a model is told. Some know no role for the instructions: they are given them before the first question, or not at all. */
export function openAiMessages(
  { system, messages }: Prompt,
  instructions: "as role" | "before question" | "elsewhere" = "as role",
): OpenAiMessage[] {
  const ahead = instructions === "before question" && system ? `${system}\n\n` : "";
  const first = messages.findIndex(({ role }) => role === "user");
  const said = messages.flatMap((message, i) =>
    messagesOf(i === first ? { ...message, text: ahead + message.text } : message),
  );
  return system && instructions === "as role" ? [{ role: "system", content: system }, ...said] : said;
}

function messagesOf(message: Message): OpenAiMessage[] {
  const { role, text, calls = [], results = [], images = [] } = message;
  if (role === "assistant" && calls.length) return [{ role, content: text || null, tool_calls: calls.map(openAiCall) }];
  const told = results.map(({ id, text: content }) => ({ role: "tool" as const, tool_call_id: id, content }));
  return results.length && !text && !images.length ? told : [...told, { role, content: contentOf(message) }];
}

function openAiCall({ id, name, arguments: given }: ToolCall): OpenAiCall {
  return { id, type: "function", function: { name, arguments: JSON.stringify(given) } };
}

/** What may be called, in OpenAI's form. */
export function openAiTools(tools: readonly ToolOffer[] | undefined) {
  if (!tools?.length) return undefined;
  return tools.map(({ name, description, parameters }) => ({
    type: "function" as const,
    function: { name, description, parameters },
  }));
}

export function openAiToolChoice({ tools, toolChoice }: Prompt) {
  if (!tools?.length || !toolChoice) return undefined;
  return toolChoice === "none" ? toolChoice : { type: "function" as const, function: { name: toolChoice.name } };
}

/** What a message says, in OpenAI's form: the text, or a list of it and the images. */
function contentOf({ text, images = [] }: Message): string | Part[] {
  if (!images.length) return text;
  const shown = images.map((image): Part => ({ type: "image_url", image_url: { url: dataUrl(image) } }));
  return text ? [{ type: "text", text }, ...shown] : shown;
}
