import type { Image, Message, Prompt } from "../chat-model.ts";

/** An image as servers take it inside of JSON. */
export function dataUrl({ type, bytes }: Image): string {
  return `data:${type};base64,${base64(bytes)}`;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

/** What a model is told. Some know no role for the instructions: they are given them before the first question, or not at all. */
export function openAiMessages(
  { system, messages }: Prompt,
  instructions: "as role" | "before question" | "elsewhere" = "as role",
): { role: "system" | "user" | "assistant"; content: string | Part[] }[] {
  const ahead = instructions === "before question" && system ? `${system}\n\n` : "";
  const first = messages.findIndex(({ role }) => role === "user");
  const said = messages.map((message, i) => ({
    role: message.role,
    content: contentOf(i === first ? { ...message, text: ahead + message.text } : message),
  }));
  return system && instructions === "as role" ? [{ role: "system", content: system }, ...said] : said;
}

/** What a message says, in OpenAI's form: the text, or a list of it and the images. */
function contentOf({ text, images = [] }: Message): string | Part[] {
  if (!images.length) return text;
  const shown = images.map((image): Part => ({ type: "image_url", image_url: { url: dataUrl(image) } }));
  return text ? [{ type: "text", text }, ...shown] : shown;
}
