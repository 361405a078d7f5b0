import type { RunEvent } from "./run-event.ts";

type Delta = Extract<RunEvent, { type: "text-delta" }>;
type Stage = Extract<RunEvent, { type: "stage" }>;

/** Characters. Small enough for any socket, and enough for a reader to catch up on a long answer in a few steps. */
const lengthMax = 8_000;

/**
 * Two events that follow each other as one, where whoever reads that one knows as much: text and the text after it, a
 * stage and the next. Undefined for anything else.
 */
export function fold(earlier: unknown, later: unknown): Delta | Stage | undefined {
  if (is(earlier, "stage") && is(later, "stage")) return later;
  if (!is(earlier, "text-delta") || !is(later, "text-delta")) return undefined;
  const follows = earlier.offset + earlier.text.length === later.offset;
  if (!follows || earlier.text.length + later.text.length > lengthMax) return undefined;
  return { ...earlier, text: earlier.text + later.text };
}

function is<T extends RunEvent["type"]>(event: unknown, type: T): event is Extract<RunEvent, { type: T }> {
  return typeof event === "object" && event !== null && "type" in event && event.type === type;
}
