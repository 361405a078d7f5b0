import type { Prompt } from "../models/chat-model.ts";

/** About as much as vendors count for a picture of the size that is sent. */
const tokensPerImage = 1_000;
/** Marks around a message. */
const tokensPerMessage = 4;
/** What answers of this desk take when nobody limits them. */
const expectedOutput = 600;
const wide = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/gu;

/** About how many tokens a text has: one for each Chinese character, one for four others. */
export function tokensIn(text: string): number {
  const characters = text.match(wide)?.length ?? 0;
  return characters + Math.ceil((text.length - characters) / 4);
}

/** About what a call will take, before it is made. */
export function expected({ system, messages, parameters }: Prompt): { input: number; output: number } {
  const said = messages.map(({ text, images }) => {
    return tokensPerMessage + tokensIn(text) + (images?.length ?? 0) * tokensPerImage;
  });
  const input = tokensIn(system) + said.reduce((sum, tokens) => sum + tokens, 0);
  return { input, output: Math.min(parameters?.outputTokensMax ?? expectedOutput, expectedOutput) };
}
