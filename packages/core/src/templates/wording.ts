import type { Parameters } from "../models/chat-model.ts";

/** What may stand in a template in braces; other braces are text. */
export const placeholders = ["context", "question", "chat_history", "role_bot", "system_role_prompt"] as const;
export type Placeholder = (typeof placeholders)[number];

/** How a company asks its model: what a version of a template says. */
export interface Wording {
  text: string;
  /** What `{role_bot}` stands for. */
  bot: string;
  /** What `{system_role_prompt}` stands for. */
  persona: string;
  parameters: Parameters;
}

/** What is put in the place of each placeholder. */
export type Values = Record<Placeholder, string>;

/** Whether the text says where this is to stand. */
export function holds({ text }: Pick<Wording, "text">, placeholder: Placeholder): boolean {
  return text.includes(`{${placeholder}}`);
}

/** The text with its placeholders replaced, once: braces in what is put in are left alone, as are all others. */
export function fill(text: string, values: Values): string {
  return text.replace(pattern, (_, name: Placeholder) => values[name]);
}

/** What whoever writes a template should know of it. */
export interface Advice {
  /** Without these two an answer still gets them: they are put after the text. */
  missing: ("context" | "question")[];
  /** Words in braces that look like placeholders and are none. */
  unknown: string[];
}

export function advise(text: string): Advice {
  const words = Array.from(text.matchAll(/\{([A-Za-z_]{2,40})\}/g), ([, word = ""]) => word);
  const unknown = words.filter((word) => !placeholders.some((known) => known === word));
  return {
    missing: (["context", "question"] as const).filter((placeholder) => !holds({ text }, placeholder)),
    unknown: [...new Set(unknown)],
  };
}

const pattern = new RegExp(`\\{(${placeholders.join("|")})\\}`, "g");
