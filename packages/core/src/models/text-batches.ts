import { inLanes } from "./in-lanes.ts";

export interface TextBatchesOptions {
  /** Most servers take this much at once. */
  textsMax: number;
  charactersMax?: number;
  /** How many batches are under way at the same time. */
  lanes?: number;
  /** Whether an error says that the server does not take what it was sent. */
  isRefusal: (error: unknown) => boolean;
}

/** Sends texts batch by batch, and gives back what came of each text, in order. */
export type TextBatches = <T>(
  texts: readonly string[],
  send: (batch: readonly string[]) => Promise<T[]>,
) => Promise<T[]>;

/** A text that is refused at this length is refused for another reason. */
const shortEnough = 400;

/**
 * A server that takes fewer texts at once gets fewer, and goes on getting fewer. One that takes shorter texts gets their
 * beginning: a passage without its end is found better than none.
 */
export function textBatches({
  textsMax,
  charactersMax = 60_000,
  lanes = 2,
  isRefusal,
}: TextBatchesOptions): TextBatches {
  let most = textsMax;

  async function sendOne<T>(texts: readonly string[], send: (batch: readonly string[]) => Promise<T[]>): Promise<T[]> {
    try {
      return await send(texts);
    } catch (error) {
      const [text = ""] = texts;
      if (!isRefusal(error) || (texts.length === 1 && text.length <= shortEnough)) throw error;
      if (texts.length === 1) return sendOne([text.slice(0, text.length / 2)], send);
      most = Math.min(most, Math.ceil(texts.length / 2));
      const results: T[] = [];
      for (const half of [texts.slice(0, most), texts.slice(most)]) results.push(...(await sendOne(half, send)));
      return results;
    }
  }

  function inBatches(texts: readonly string[]): string[][] {
    const batches: string[][] = [];
    let characters = Infinity;
    for (const text of texts) {
      characters += text.length;
      const last = batches.at(-1);
      if (last && last.length < most && characters <= charactersMax) last.push(text);
      else {
        batches.push([text]);
        characters = text.length;
      }
    }
    return batches;
  }

  return async (texts, send) => (await inLanes(inBatches(texts), lanes, (batch) => sendOne(batch, send))).flat();
}
