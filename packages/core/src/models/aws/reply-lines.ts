import { brokenOff } from "../broken-answer.ts";

/** A line that never ends is no answer. */
const charactersMax = 4_000_000;

/** The text of bytes that are cut anywhere, also inside a character. */
export async function* textOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of parts) {
    const text = decoder.decode(bytes, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

/**
 * The values of JSON lines or of server-sent events, in bytes that are cut anywhere. Throws a SyntaxError at a line that
 * is neither, and a PublicError when the last of several is only begun.
 */
export async function* valuesIn(parts: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let held = "";
  let read = false;
  for await (const text of textOf(parts)) {
    const lines = (held + text).split("\n");
    held = lines.pop() ?? "";
    if (held.length > charactersMax) throw new SyntaxError("a line without end");
    for (const line of lines) {
      const data = dataOf(line);
      if (!data) continue;
      yield jsonIn(data);
      read = true;
    }
  }
  const data = dataOf(held);
  if (!data) return;
  if (read && parsed(data) === undefined) throw brokenOff();
  yield jsonIn(data);
}

/** What a line carries; nothing when it is empty, names an event, or only keeps the connection open. */
function dataOf(line: string): string {
  const text = line.trim();
  if (/^(event|id|retry)?:/.test(text)) return "";
  const data = text.replace(/^data:/, "").trim();
  return data === "[DONE]" ? "" : data;
}

/** Throws a SyntaxError without the text, which the parser's own would repeat and so get into the log. */
export function jsonIn(text: string): unknown {
  const value = parsed(text);
  if (value === undefined) throw new SyntaxError("no JSON");
  return value;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
