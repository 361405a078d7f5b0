import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { RunEvent } from "../chat/run-event.ts";
import { requireRole, type Scope } from "../scope.ts";

/** A piece as an answer's text comes, and when it left by the desk's clock. */
export type Echo = Extract<RunEvent, { type: "text-delta" }> & { at: number };

export const Ask = z.strictObject({
  /** How many pieces there are in all. */
  pieces: z.number().int().min(1).max(400),
  everyMs: z.number().int().min(5).max(1_000),
});
export type Ask = z.infer<typeof Ask>;

/** Numbers in words of one length, so that everybody knows which text belongs where. */
export function pieceOf(number: number): string {
  return `${String(number).padStart(4, "0")} `;
}

/**
 * Says a text that everybody knows, piece by piece as an answer is said, from the piece after `after` on: whoever listens
 * sees what the line does to it. It needs no model and leaves nothing behind.
 */
export async function* say(
  scope: Scope,
  { pieces, everyMs }: Ask,
  after: number,
  signal?: AbortSignal,
): AsyncGenerator<{ number: number; event: Echo }> {
  requireRole(scope, "admin");
  for (let number = after + 1; number <= pieces && !signal?.aborted; number++) {
    const text = pieceOf(number);
    yield { number, event: { type: "text-delta", offset: (number - 1) * text.length, text, at: Date.now() } };
    await sleep(everyMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}
