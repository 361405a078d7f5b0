import type { IntentsTexts } from "../app/i18n/intents.zh.ts";

type Template = IntentsTexts["files"]["template"];

/** A file to begin with: sentences, the intent of each, and what is replied. */
export function repliesTemplate({ replies }: Template): string {
  return JSON.stringify(replies, null, 1);
}

/** A file to begin with: a service, and sentences that call it. */
export function toolTemplate({ tool: { name, description, room, query, value } }: Template): string {
  const parameters = {
    type: "object",
    properties: { room: { type: "string", description: room } },
    required: ["room"],
  };
  const examples = [{ query, detection: { func: name, param: { room: value } } }];
  return JSON.stringify({ api_schema: { name, description, parameters }, examples }, null, 1);
}
