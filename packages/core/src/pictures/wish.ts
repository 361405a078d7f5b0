import { PublicError } from "../error.ts";
import type { Detail, ImageWish } from "../models/image-model.ts";

/** How a question begins that wants a picture drawn. */
const command = /^\s*\/(?:image|画图)(?![\p{L}\p{N}])/iu;

interface Option {
  detail: Detail;
  /** Of a number; absent for words. */
  range?: { min: number; max: number; whole: boolean };
}

const whole = (min: number, max: number) => ({ min, max, whole: true });

/** What can be asked for besides the words, by the names that people type after two dashes. */
export const options = {
  width: { detail: "width", range: whole(64, 4096) },
  height: { detail: "height", range: whole(64, 4096) },
  steps: { detail: "steps", range: whole(1, 150) },
  cfg_scale: { detail: "guidance", range: { min: 0, max: 30, whole: false } },
  negative_prompt: { detail: "without" },
  seed: { detail: "seed", range: whole(0, 2_147_483_646) },
  batch_size: { detail: "count", range: whole(1, 4) },
} as const satisfies Record<string, Option>;
export type OptionName = keyof typeof options;

/** Whether a question asks for a picture by its first word. */
export function isCommand(question: string): boolean {
  return command.test(question);
}

/**
 * A wish as it is typed: words, then options such as `--width 1024` or `--negative_prompt people, cars`. Throws
 * `drawing.text_missing`, `drawing.option_unknown` and `drawing.option_invalid`.
 */
export function read(question: string): ImageWish {
  const [text = "", ...given] = ` ${question.replace(command, "")}`.split(/\s--(?=\p{L})/u);
  const wish: ImageWish = { text: text.trim() };
  if (!wish.text) {
    const message = "Say what the picture should show, for example: /image a red fox in the snow.";
    throw new PublicError("invalid", "drawing.text_missing", message);
  }
  for (const one of given) {
    const [, name = "", value = ""] = /^([^\s=]+)[\s=]*([\s\S]*)$/u.exec(one) ?? [];
    Object.assign(wish, { [optionOf(name).detail]: valueOf(name, unquoted(value.trim())) });
  }
  return wish;
}

/** The settings of a wish by the names that people type, those that a model heeds and those that it does not. */
export function settingsOf(wish: ImageWish, takes: readonly Detail[]) {
  const settings: Partial<Record<OptionName, string | number>> = {};
  const unsent: OptionName[] = [];
  for (const [name, { detail }] of Object.entries(options) as [OptionName, Option][]) {
    const value = wish[detail];
    if (value === undefined) continue;
    if (takes.includes(detail)) settings[name] = value;
    else unsent.push(name);
  }
  return { settings, unsent };
}

function optionOf(name: string): Option {
  const known = new Map<string, Option>(Object.entries(options));
  const option = known.get(name.toLowerCase());
  if (!option) throw optionUnknown(name);
  return option;
}

function valueOf(name: string, text: string): string | number {
  const { range } = optionOf(name);
  if (!range) {
    if (text) return text;
    throw optionInvalid(`Say after "--${name}" what the picture should not show.`);
  }
  const value = Number(text);
  const fits = text !== "" && value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value));
  if (fits) return value;
  const kind = range.whole ? "a whole number" : "a number";
  throw optionInvalid(`"--${name}" takes ${kind} from ${range.min} to ${range.max}.`);
}

function unquoted(value: string): string {
  return value.replace(/^(["'“])([\s\S]*)(["'”])$/u, "$2");
}

function optionUnknown(name: string) {
  const names = Object.keys(options).map((one) => `--${one}`);
  const message = `There is no option "--${name}". These are known: ${names.join(", ")}.`;
  return new PublicError("invalid", "drawing.option_unknown", message);
}

function optionInvalid(message: string) {
  return new PublicError("invalid", "drawing.option_invalid", message);
}
