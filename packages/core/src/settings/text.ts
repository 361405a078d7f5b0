import { z } from "zod";
import { PublicError } from "../error.ts";

export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];

/** The same said in every language. */
export type Text = Record<Language, string>;

/** What a company says in words of its own; a language that is absent keeps what the desk says. */
export const OwnText = z.strictObject({ zh: z.string().max(20_000), en: z.string().max(20_000) }).partial();
export type OwnText = z.infer<typeof OwnText>;

export const charactersMax = 1_000;

/** Without the space around them, and without those that are empty. */
export function trimmed(own: OwnText): OwnText {
  const said = languages.flatMap((language) => {
    const text = own[language]?.trim();
    return text ? [[language, text] as const] : [];
  });
  return Object.fromEntries(said);
}

/** Throws `setting.text_long` and `setting.placeholder`. */
export function refuseUnfit(own: OwnText, known: readonly string[]): void {
  for (const language of languages) refuseUnfitText(own[language] ?? "", known);
}

function refuseUnfitText(text: string, known: readonly string[]): void {
  if (text.length > charactersMax) {
    const message = `A text may have ${charactersMax.toLocaleString("en")} characters; this one has ${text.length.toLocaleString("en")}. Shorten it.`;
    throw new PublicError("invalid", "setting.text_long", message);
  }
  const unknown = Array.from(text.matchAll(/\{([^{}\n]*)\}/g)).find(([, name = ""]) => !known.includes(name));
  if (!unknown || known.length === 0) return;
  const may = known.map((name) => `{${name}}`).join(" and ");
  const message = `${unknown[0]} means nothing in this text. It may hold ${may}; take out other words in braces.`;
  throw new PublicError("invalid", "setting.placeholder", message);
}

/** The text with its placeholders replaced. Values are put in as they are: escape what must not be read as Markdown. */
export function fill(text: string, values: { question: string; nearest?: string }): string {
  return text
    .replace(/\{(question|nearest)\}/g, (_, name: "question" | "nearest") => values[name] ?? "")
    .replace(/[ \t]+$/gm, "")
    .trim();
}
