import { setTimeout } from "node:timers/promises";
import { PageError } from "./page.ts";

/** So many requests to a host in a row came to nothing: it is not asked again in this run. */
const silentAfter = 3;
const delayMsMax = 10_000;
const silences = new Set(["page.unreachable", "page.timed_out", "page.unknown_host", "page.private_address"]);

/** How one run treats the hosts it asks: a pause between requests, and an end to asking those that do not answer. */
export interface Manners {
  /** Waits for the host's turn. Throws `PageError` `page.host_silent`. */
  before(address: string): Promise<void>;
  /** Takes note of what came of asking. */
  after(address: string, code: string | undefined): void;
  /** A longer pause, which the host asked for. */
  slowDown(address: string, seconds: number): void;
}

export function manners(delayMs: number, signal: AbortSignal): Manners {
  const hosts = new Map<string, { next: number; delayMs: number; silent: number }>();
  const of = (address: string) => {
    const { host } = new URL(address);
    const held = hosts.get(host) ?? { next: 0, delayMs, silent: 0 };
    hosts.set(host, held);
    return held;
  };
  return {
    async before(address) {
      const host = of(address);
      if (host.silent >= silentAfter) throw new PageError("page.host_silent");
      const wait = host.next - Date.now();
      if (wait > 0) await setTimeout(wait, undefined, { signal });
      host.next = Date.now() + host.delayMs;
    },
    after(address, code) {
      const host = of(address);
      host.silent = code !== undefined && silences.has(code) ? host.silent + 1 : 0;
    },
    slowDown(address, seconds) {
      const host = of(address);
      host.delayMs = Math.max(host.delayMs, Math.min(seconds * 1000, delayMsMax));
    },
  };
}
