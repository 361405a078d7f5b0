import type { Text } from "./text.ts";

/** What the desk says in an answer where the company has no words of its own. */
export const sayings = {
  refusal: {
    zh: "资料里没有找到“{question}”的答案。{nearest}",
    en: "The documents do not answer “{question}”. {nearest}",
  },
  comfort: {
    zh: "很抱歉给您带来了不好的体验。如果需要有人帮忙，请联系管理员。",
    en: "I am sorry about that. If you would like a person to help, please contact an administrator.",
  },
  handover: {
    zh: "这件事需要由同事来处理，请联系管理员。",
    en: "This is something for a person. Please contact an administrator.",
  },
} satisfies Record<string, Text>;

/** What may stand in a text, to be replaced when it is said. */
export const placeholders = {
  /** `{question}`: what was asked. `{nearest}`: a sentence about the nearest passages, which are shown below. */
  refusal: ["question", "nearest"],
  comfort: ["question"],
  handover: ["question"],
} as const satisfies Record<keyof typeof sayings, readonly string[]>;

export type Sayings = Record<keyof typeof sayings, Text>;
