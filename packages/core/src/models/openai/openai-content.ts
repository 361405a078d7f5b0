import type { Image, Message } from "../chat-model.ts";

/** An image as servers take it inside of JSON. */
export function dataUrl({ type, bytes }: Image): string {
  return `data:${type};base64,${base64(bytes)}`;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

/** What a message says, in OpenAI's form: the text, or a list of it and the images. */
export function openAiContent({ text, images = [] }: Message): string | Part[] {
  if (!images.length) return text;
  const shown = images.map((image): Part => ({ type: "image_url", image_url: { url: dataUrl(image) } }));
  return text ? [{ type: "text", text }, ...shown] : shown;
}
