import type { Limits } from "./limits.ts";

/** A call of the last minute. */
export interface Sent {
  userId: string;
  at: number;
  tokens: number;
}

/** A call that waits. */
export interface Waiting {
  id: string;
  userId: string;
  /** Nobody sits and waits for it. */
  background: boolean;
  at: number;
  tokens: number;
}

export const minuteMs = 60_000;

/** Whether a call may go now, else how many go before it and how long that takes about. */
export type Place = { go: true } | { go: false; ahead: number; ms: number };

/**
 * In what order calls go: by turns between people, first come first served for each of them. Whoever had many calls in the
 * last minute comes after whoever had few, and work that nobody waits for comes last.
 */
export function inOrder(sent: readonly Sent[], waiting: readonly Waiting[]): Waiting[] {
  const had = new Map<string, number>();
  for (const { userId } of sent) had.set(userId, (had.get(userId) ?? 0) + 1);
  const turns = waiting
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((call, came) => {
      const turn = had.get(call.userId) ?? 0;
      had.set(call.userId, turn + 1);
      return { call, turn, came };
    });
  turns.sort((a, b) => Number(a.call.background) - Number(b.call.background) || a.turn - b.turn || a.came - b.came);
  return turns.map(({ call }) => call);
}

/** Plays the coming minutes through: calls leave the window a minute after they came, and others take their place. */
export function placeOf(
  id: string,
  limits: Limits,
  sent: readonly Sent[],
  waiting: readonly Waiting[],
  now: number,
): Place {
  const { requests = Infinity, tokens: tokensMax = Infinity } = limits;
  const window = sent.filter(({ at }) => at > now - minuteMs).toSorted((a, b) => a.at - b.at);
  let tokens = window.reduce((sum, call) => sum + call.tokens, 0);
  let time = now;
  for (const [ahead, call] of inOrder(window, waiting).entries()) {
    // a call that is larger than all of a minute goes when nothing else does
    while (window.length && (window.length >= requests || tokens + call.tokens > tokensMax)) {
      const gone = window.shift();
      tokens -= gone?.tokens ?? 0;
      time = Math.max(time, (gone?.at ?? now) + minuteMs);
    }
    if (call.id === id) return time <= now ? { go: true } : { go: false, ahead, ms: time - now };
    window.push({ userId: call.userId, at: time, tokens: call.tokens });
    tokens += call.tokens;
  }
  return { go: false, ahead: 0, ms: 0 };
}
