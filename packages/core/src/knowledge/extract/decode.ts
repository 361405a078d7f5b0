import { commonCharacters } from "./common-characters.ts";

const candidates = ["utf-8", "gb18030", "big5", "shift_jis", "utf-16le", "utf-16be", "windows-1252"] as const;
const sampleBytes = 64 * 1024;

/** Text of a file in whatever encoding, with line ends made "\n". `declared` is an encoding that the file itself names. */
export function decode(bytes: Uint8Array, declared?: string): string {
  return new TextDecoder(encodingOf(bytes, declared)).decode(bytes).replace(/\r\n?/g, "\n");
}

/** The encoding of a text: its byte order mark, else UTF-8 where that fits, else the likeliest of several. */
export function encodingOf(bytes: Uint8Array, declared?: string): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, sampleBytes);
  // English in UTF-16 would pass as UTF-8 in which every other character is NUL
  const empty = sample.filter((byte) => byte === 0).length;
  if (empty < sample.length * 0.1 && isNearlyUtf8(sample)) return "utf-8";
  if (declared && read(sample, declared) !== undefined) return declared;
  const scored = candidates.map((encoding) => ({ encoding, score: score(sample, encoding) }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).encoding;
}

/** UTF-8, but for a byte here and there that was damaged. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  if (read(bytes, "utf-8") !== undefined) return true;
  const text = new TextDecoder().decode(bytes);
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  return damaged * 20 < (text.match(/[^\0-\x7f]/g)?.length ?? 0);
}

function read(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    // streaming, so that a character cut in half by the end of a sample is no error
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: bytes.length === sampleBytes });
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const punctuation = /[、。，：；！？《》“”「」]/;
const han = /[\u4e00-\u9fff]/;
const unlikely = /[\u3400-\u4dbf\ufffd\uff61-\uff9f]|[\p{Cc}\p{Cn}\p{Co}]/u;
const asciiLetter = /[A-Za-z]/;

/** How much the bytes look like writing in this encoding, by the character: Chinese comes near 1.5, English to 0.6. */
function score(bytes: Uint8Array, encoding: string): number {
  const text = read(bytes, encoding);
  if (!text) return -Infinity;
  let points = 0;
  let characters = 0;
  let before = "";
  for (const character of text) {
    characters++;
    if (character < "\x80") points += character >= " " || /[\t\r\n]/.test(character) ? 0.6 : -4;
    else if (commonCharacters.has(character) || punctuation.test(character)) points += 2;
    // a lone rare character inside a Latin word is an accented letter read wrongly
    else if (han.test(character)) points += asciiLetter.test(before) ? -1 : 0.3;
    else if (unlikely.test(character)) points -= 2;
    else if (encoding === "windows-1252" && /\p{L}/u.test(character)) points += 0.5;
    before = character;
  }
  return points / characters;
}
