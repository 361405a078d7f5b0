import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import type { Fate } from "./management-api.ts";
import { counted, fold, router, seen, served, type TestRouter } from "./served.ts";

beforeEach(() => Object.assign(seen, { begun: [], left: 0 }));

const until = (truth: () => void) => vi.waitFor(truth, { timeout: 15_000, interval: 10 });
const keepAlive = { enabled: true, intervalMs: 100, pongTimeoutMs: 5_000 };
const reconnect = JSON.stringify({ id: null, method: "reconnect" });

test("signs of life keep a socket that nobody uses", async () => {
  await using desk = await served({ aws: { limits: { idleMs: 1_000 } }, client: { keepAlive } });

  await desk.client.me.query();
  await until(() => expect(desk.aws.sockets.messages.filter((body) => body === "PING").length).toBeGreaterThan(20));

  expect(desk.aws.sockets.closes).toEqual([]);
  expect(await desk.client.me.query()).toBe("alice");
});

test("a socket that was closed for being idle is opened again, with a fresh ticket", async () => {
  await using desk = await served({ aws: { limits: { idleMs: 100 } } });
  await desk.client.me.query();

  await until(() => expect(desk.aws.sockets.closes[0]).toBe(1001));
  await until(() => expect(desk.opened()).toBeGreaterThan(1));

  expect(desk.addresses()).toBeGreaterThan(1);
});

test("a stream goes on after its last event when the socket is cut in the middle of it", async () => {
  await using desk = await served();
  const watched = desk.watch(150, { everyMs: 4 });
  await until(() => expect(watched.events).toBeGreaterThan(20));

  for (const open of desk.aws.sockets.open.values()) desk.aws.sockets.cut(open, true);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(150));
  expect(desk.opened()).toBe(2);
  await until(() => expect(desk.outcomes).toHaveLength(2));
  expect(desk.outcomes[0]?.outcome).toMatch(/gone|stopped/);
  expect(desk.outcomes[1]?.outcome).toBe("completed");
  expect(Number(seen.begun[1])).toBeGreaterThan(15);
});

test("a stream outlives many sockets that end by their age", async () => {
  await using desk = await served({ aws: { limits: { connectionMs: 300 } } });

  const watched = desk.watch(250, { everyMs: 4 });

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(250));
  expect(desk.opened()).toBeGreaterThan(2);
});

test("an old socket is left for a new one before it ends, and the stream does not pause", async () => {
  // signs of life are given where nothing else comes
  const often = { ...keepAlive, intervalMs: 20 };
  await using desk = await served({ times: { reconnectAfter: 200 }, client: { keepAlive: often } });

  const watched = desk.watch(20, { everyMs: 60 });

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched).toMatchObject({ appended: counted(20), started: 1 });
  expect(desk.opened()).toBeGreaterThan(1);
});

test("a client that is asked to connect anew in the middle of a stream leaves the old socket", async () => {
  await using desk = await served();
  const watched = desk.watch(200, { everyMs: 5 });
  await until(() => expect(watched.events).toBeGreaterThan(20));

  const [first] = desk.aws.sockets.open.values();
  first?.socket.send(reconnect);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched).toMatchObject({ appended: counted(200), started: 1 });
  expect(desk.opened()).toBe(2);
  await until(() => expect(desk.aws.sockets.open.size).toBe(1));
});

test("text stays whole when a client changes sockets while events are folded together", async () => {
  await using desk = await served({ aws: { posts: { latencyMs: 15 } }, gateway: { fold } });
  const watched = desk.watch(150, { everyMs: 4 });

  for (const seenBefore of [5, 12, 20]) {
    await until(() => expect(watched.events).toBeGreaterThan(seenBefore));
    for (const { socket } of desk.aws.sockets.open.values()) socket.send(reconnect);
  }

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.text).toBe(counted(150));
});

test("posts that are throttled or fail are sent again, in their order", async () => {
  const fates: Fate[] = ["sent", "sent", "sent", "throttled", "failed", "sent", "throttled"];
  await using desk = await served({ aws: { posts: { fateOf: () => fates.shift() ?? "sent" } } });

  const watched = desk.watch(40);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(40));
  expect(fates).toEqual([]);
});

test("a post that fails for good costs the socket, not the stream", async () => {
  const fates: Fate[] = ["sent", "sent", "sent", ...Array<Fate>(5).fill("failed")];
  await using desk = await served({ aws: { posts: { fateOf: () => fates.shift() ?? "sent" } } });

  const watched = desk.watch(40);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(40));
  expect(desk.outcomes.map(({ outcome }) => outcome)).toContain("hung-up");
});

test("a socket that is lost without the client noticing is given up when no sign of life comes back", async () => {
  const fates: Fate[] = ["sent", "sent", "sent", "sent", "vanished"];
  await using desk = await served({
    aws: { posts: { fateOf: () => fates.shift() ?? "sent" } },
    client: { keepAlive: { ...keepAlive, pongTimeoutMs: 300 } },
  });

  const watched = desk.watch(80);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(80));
});

test("a function whose time runs out hands over to the next, and the client does not notice", async () => {
  await using desk = await served({ workerMs: 400, times: { handOver: 100 } });

  const watched = desk.watch(250, { everyMs: 4 });

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched).toMatchObject({ appended: counted(250), started: 1 });
  expect(desk.opened()).toBe(1);
  expect(desk.outcomes.filter(({ outcome }) => outcome === "handed-over").length).toBeGreaterThan(1);
});

test("a subscription whose function never began is begun on another socket", async () => {
  let lost = 1;
  await using desk = await served({
    aws: { deliveries: () => (lost-- > 0 ? [] : [0]) },
    times: { deserted: 250 },
    client: { keepAlive },
  });

  const watched = desk.watch(30);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(30));
  expect(desk.opened()).toBe(2);
});

test("the same router answers behind an HTTP API", async () => {
  await using desk = await served({ aws: { http: { "ANY /trpc/{proxy+}": "http" } } });
  const handler = awsLambdaRequestHandler({ router, createContext: () => ({ userId: "http", params: null }) });
  desk.aws.functions.add("http", handler as never);
  const client = createTRPCClient<TestRouter>({ links: [httpBatchLink({ url: `${desk.aws.url}/trpc` })] });

  const answers = await Promise.all([client.me.query(), client.add.mutate([1, 2]), client.big.query(10)]);

  expect(answers).toEqual(["http", 3, "xxxxxxxxxx"]);
});
