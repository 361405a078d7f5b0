import { advise, placeholders } from "../templates/wording.ts";
import type { Note } from "./outcome.ts";

/** What the predecessor filled in besides, and what becomes of it here. */
const dropped: Record<string, string> = {
  ask_user_prompt: "The question back to the user is asked by Docent itself: its place is left empty.",
};

/**
 * A template of the predecessor's as Docent reads it. There a template was a format: literal braces were doubled, and a
 * name had to be written exactly.
 */
export function translate(text: string): { text: string; notes: Note[] } {
  const notes: Note[] = [];
  const note = (code: string, message: string) => {
    if (!notes.some((one) => one.message === message)) notes.push({ code, message });
  };
  const translated = text.replace(/\{\{|\}\}|\{([^{}\n]{1,60})\}/g, (found, inner?: string) => {
    if (inner === undefined) {
      note("braces_single", "Doubled braces, which stood for single ones, are single now.");
      return found.slice(1);
    }
    const name = inner
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_");
    if (Object.hasOwn(dropped, name)) {
      note("placeholder_dropped", `{${name}}: ${dropped[name] ?? ""}`);
      return "";
    }
    if (placeholders.some((known) => known === name)) {
      if (inner !== name) note("placeholder_renamed", `{${inner}} is {${name}} now.`);
      return `{${name}}`;
    }
    return found;
  });
  const { missing, unknown } = advise(translated);
  for (const word of unknown)
    note("placeholder_unknown", `Docent knows no {${word}}: it stays in the text as it is written.`);
  for (const word of missing)
    note("placeholder_missing", `The text has no {${word}}: Docent puts it at the end by itself.`);
  return { text: translated, notes };
}
