import type { RunEvent } from "./run-event.ts";

type Delta = Extract<RunEvent, { type: "text-delta" }>;

/** Characters. Small enough for any socket, and enough for a reader to catch up on a long answer in a few steps. */
const lengthMax = 8_000;

/** Two pieces of an answer's text that follow each other as one; undefined for anything else. */
export function fold(earlier: unknown, later: unknown): Delta | undefined {
  if (!isDelta(earlier) || !isDelta(later)) return undefined;
  const follows = earlier.offset + earlier.text.length === later.offset;
  if (!follows || earlier.text.length + later.text.length > lengthMax) return undefined;
  return { ...earlier, text: earlier.text + later.text };
}

function isDelta(event: unknown): event is Delta {
  return typeof event === "object" && event !== null && "type" in event && event.type === "text-delta";
}
