import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Connections, Params } from "./connections.ts";

interface Subscription {
  chain?: number;
  cancelled?: boolean;
  finished?: boolean;
  aliveAt?: Date;
}

const lookAgainMs = 20;

/** For one process that holds all functions, as tests do. */
export function memoryConnections(now: () => Date = () => new Date()): Connections {
  const connections = new Map<string, Connection & { closed?: boolean; params?: Params; done: Set<string> }>();
  const subscriptions = new Map<string, Map<string, Subscription>>();

  function connectionOf(connectionId: string) {
    const known = connections.get(connectionId);
    if (known) return known;
    const made = { connectedAt: now(), expectsParams: false, done: new Set<string>() };
    connections.set(connectionId, made);
    return made;
  }

  function subscriptionOf(connectionId: string, subscription: string): Subscription {
    const held = subscriptions.get(connectionId) ?? new Map<string, Subscription>();
    subscriptions.set(connectionId, held);
    const known = held.get(subscription) ?? {};
    held.set(subscription, known);
    return known;
  }

  return {
    async open(connectionId, connection) {
      connections.set(connectionId, { ...connection, done: new Set() });
    },
    async close(connectionId) {
      Object.assign(connectionOf(connectionId), { closed: true });
    },
    async setParams(connectionId, params) {
      Object.assign(connectionOf(connectionId), { params });
    },
    async params(connectionId, timeoutMs) {
      for (const end = now().getTime() + timeoutMs; ; await sleep(lookAgainMs)) {
        const { expectsParams, params } = connectionOf(connectionId) as Connection & { params?: Params };
        if (!expectsParams || params !== undefined) return params ?? null;
        if (now().getTime() > end) throw new Error("the parameters that the connection announced never came");
      }
    },
    async once(connectionId, what) {
      const { done } = connectionOf(connectionId);
      if (done.has(what)) return false;
      done.add(what);
      return true;
    },
    async request(connectionId, subscription) {
      subscriptionOf(connectionId, subscription).aliveAt ??= now();
    },
    async claim(connectionId, subscription, chain) {
      const held = subscriptionOf(connectionId, subscription);
      if (held.chain !== undefined && held.chain >= chain) return "duplicate";
      Object.assign(held, { chain, aliveAt: now() });
      return held.cancelled ? "cancelled" : "ok";
    },
    async cancel(connectionId, subscription) {
      subscriptionOf(connectionId, subscription).cancelled = true;
    },
    async isCancelled(connectionId, subscription) {
      return Boolean(subscriptionOf(connectionId, subscription).cancelled || connections.get(connectionId)?.closed);
    },
    async renew(connectionId, subscription) {
      subscriptionOf(connectionId, subscription).aliveAt = now();
    },
    async finish(connectionId, subscription) {
      subscriptionOf(connectionId, subscription).finished = true;
    },
    async isDeserted(connectionId, before) {
      const held = [...(subscriptions.get(connectionId)?.values() ?? [])];
      return held.some(({ aliveAt, cancelled, finished }) => !cancelled && !finished && aliveAt && aliveAt < before);
    },
  };
}
