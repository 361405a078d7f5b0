import { setTimeout as sleep } from "node:timers/promises";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { dynamoConnections } from "@docent/core/realtime/dynamo-connections";
import { liveTable } from "../fakes/live-table.ts";
import type { Fate } from "./management-api.ts";
import { counted, fold, put, served, type Piece, type TestRouter } from "./served.ts";

export interface ChaosOptions {
  sockets: number;
  /** Events of each stream. */
  until: number;
  everyMs: number;
  seed: number;
  /** How much longer everybody waits for signs of life: the more sockets a machine holds, the later they come. */
  patience: number;
}

export interface ChaosCounts {
  sockets: number;
  /** Streams whose text is what it must be, at the end and at every moment before. */
  whole: number;
  lost: number;
  doubled: number;
  reordered: number;
  unfinished: number;
  failed: number;
  events: number;
  opened: number;
  posts: number;
  fates: Record<Fate, number>;
  invocations: { once: number; late: number; twice: number; never: number };
  outcomes: Record<string, number>;
  seconds: number;
}

/** Shares of posts; what is left arrives as it should. */
const troubles: [Fate, number][] = [
  ["cut", 0.05],
  ["throttled", 0.02],
  ["failed", 0.01],
  ["unanswered", 0.01],
  ["vanished", 0.005],
];
const waitMs = 60_000;

/**
 * Many clients read streams while everything that may go wrong between them and the functions does, by a scripted chance:
 * sockets are lost with 5 % of the posts, posts are throttled, fail, or arrive although their sender is told otherwise,
 * sockets vanish without their clients noticing, and events of Lambda come late, twice or never.
 */
export async function chaos({ sockets, until, everyMs, seed, patience }: ChaosOptions): Promise<ChaosCounts> {
  const start = performance.now();
  const chance = random(seed);
  const fates: Record<Fate, number> = { sent: 0, throttled: 0, failed: 0, unanswered: 0, cut: 0, vanished: 0 };
  const invocations = { once: 0, late: 0, twice: 0, never: 0 };
  const fateOf = (): Fate => {
    let at = chance();
    const trouble = troubles.find(([, share]) => (at -= share) < 0);
    const fate = trouble?.[0] ?? "sent";
    fates[fate] += 1;
    return fate;
  };
  const deliveries = (): number[] => {
    const at = chance();
    const how = at < 0.05 ? "late" : at < 0.15 ? "twice" : at < 0.17 ? "never" : "once";
    invocations[how] += 1;
    return { once: [0], late: [200 + chance() * 300], twice: [0, chance() * 200], never: [] }[how];
  };
  await using live = await liveTable();
  await using desk = await served({
    aws: { posts: { fateOf }, deliveries, messageDelayMs: () => chance() * 20 },
    gateway: { fold, connections: dynamoConnections(live.table, live.client) },
    times: { look: 1_000 * patience, renew: 300 * patience, deserted: 1_500 * patience },
    client: { lazy: { enabled: true, closeMs: 0 } },
  });

  let opened = 0;
  const streams = await Promise.all(
    Array.from({ length: sockets }, async (_, number) => {
      // as people come, not all at one moment
      await sleep(number * 5);
      return read({
        url: `${desk.aws.socketUrl}?ticket=person-${number}`,
        until,
        everyMs,
        patience,
        onOpen: () => (opened += 1),
      });
    }),
  );
  const count = (what: (stream: Stream) => boolean) => streams.filter(what).length;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of desk.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    sockets,
    whole: count(({ text, state, torn }) => state === "complete" && text === counted(until) && !torn),
    lost: count(({ text, state }) => state === "complete" && text.length < counted(until).length),
    doubled: count(({ text }) => text.length > counted(until).length),
    reordered: count(({ torn }) => torn),
    unfinished: count(({ state }) => state === "open"),
    failed: count(({ state }) => state === "failed"),
    events: streams.reduce((sum, { events }) => sum + events, 0),
    opened,
    posts: Object.values(fates).reduce((sum, one) => sum + one, 0),
    fates,
    invocations,
    outcomes,
    seconds: Math.round((performance.now() - start) / 100) / 10,
  };
}

interface Stream {
  text: string;
  events: number;
  /** At some moment the text was not the beginning of what it must become. */
  torn: boolean;
  state: "open" | "complete" | "failed";
}

interface Reading {
  url: string;
  until: number;
  everyMs: number;
  patience: number;
  onOpen: () => void;
}

/** One person's client, with a socket of its own, from the beginning of a stream to its end. */
async function read({ url, until, everyMs, patience, onOpen }: Reading): Promise<Stream> {
  const socket = createWSClient({
    url,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : Math.min(50 * 2 ** attempt, 2_000)),
    keepAlive: { enabled: true, intervalMs: 1_000 * patience, pongTimeoutMs: 3_000 * patience },
    onOpen,
  });
  const client = createTRPCClient<TestRouter>({ links: [wsLink({ client: socket })] });
  const whole = counted(until);
  const stream: Stream = { text: "", events: 0, torn: false, state: "open" };
  const ended = Promise.withResolvers<void>();
  const take = (piece: Piece) => {
    stream.events += 1;
    stream.text = put(stream.text, piece);
    stream.torn ||= !whole.startsWith(stream.text);
  };
  const reading = client.count.subscribe(
    { until, everyMs },
    {
      onData: ({ data }) => take(data),
      onComplete() {
        stream.state = "complete";
        ended.resolve();
      },
      onError() {
        stream.state = "failed";
        ended.resolve();
      },
    },
  );
  const late = setTimeout(ended.resolve, waitMs * patience);
  await ended.promise;
  clearTimeout(late);
  // whoever leaves hears of an end too
  const seen = { ...stream };
  reading.unsubscribe();
  await socket.close();
  return seen;
}

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
