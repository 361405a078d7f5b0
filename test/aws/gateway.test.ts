import { TRPCClientError } from "@trpc/client";
import { beforeEach, expect, test, vi } from "vitest";
import { counted, fold, seen, served } from "./served.ts";

beforeEach(() => Object.assign(seen, { begun: [], left: 0 }));

const until = (truth: () => void) => vi.waitFor(truth, { timeout: 15_000, interval: 10 });

test("calls made at once travel in one message, and each is answered", async () => {
  await using desk = await served();

  const answers = await Promise.all([desk.client.me.query(), desk.client.add.mutate([2, 3]), desk.client.me.query()]);

  expect(answers).toEqual(["alice", 5, "alice"]);
  expect(desk.aws.sockets.messages).toHaveLength(1);
});

test("a stream arrives in order and completes", async () => {
  await using desk = await served();

  const watched = desk.watch(60);

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched).toMatchObject({ appended: counted(60), started: 1 });
  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "completed" }]));
});

test("what piles up behind a slow socket is folded together", async () => {
  await using desk = await served({ aws: { posts: { latencyMs: 30 } }, gateway: { fold } });

  const watched = desk.watch(100, { everyMs: 1 });

  await until(() => expect(watched.state).toBe("complete"));
  expect(watched.appended).toBe(counted(100));
  await until(() => expect(desk.outcomes).toHaveLength(1));
  expect(desk.outcomes[0]?.frames).toBeLessThan(40);
});

test("a slow socket holds up the stream, so that it is never far ahead", async () => {
  await using desk = await served({ aws: { posts: { latencyMs: 20 } } });

  const watched = desk.watch(100_000, { everyMs: 0 });
  await until(() => expect(watched.events).toBeGreaterThan(5));
  watched.stop();

  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "stopped" }]));
  expect(watched.text).toBe(counted(watched.events));
});

test("stopping reaches the function at work, and its procedure is left in order", async () => {
  await using desk = await served();
  const watched = desk.watch(100_000, { everyMs: 5 });
  await until(() => expect(watched.events).toBeGreaterThan(3));

  watched.stop();

  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "stopped" }]));
  await until(() => expect(seen.left).toBe(1));
});

test("a stop that overtakes its subscription stops it before it begins", async () => {
  let delays = [150, 0];
  await using desk = await served({ aws: { messageDelayMs: () => delays.shift() ?? 0 } });
  await desk.client.me.query();
  delays = [150, 0];

  const watched = desk.watch(100_000);
  await until(() => expect(desk.aws.sockets.messages).toHaveLength(2));
  watched.stop();

  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "stopped" }]));
  expect(seen.begun).toEqual([]);
});

test("a failure halfway reaches the client as its router words it", async () => {
  await using desk = await served();

  const watched = desk.watch(20, { failAt: 7 });

  await until(() => expect(watched.state).toBeInstanceOf(TRPCClientError));
  expect(watched.text).toBe(counted(7));
  expect(watched.state).toMatchObject({ message: "The model failed", data: { code: "BAD_GATEWAY" } });
  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "failed" }]));
});

test("an event delivered twice is worked for once", async () => {
  await using desk = await served({ aws: { deliveries: () => [0, 20] } });

  const watched = desk.watch(30);

  await until(() => expect(watched.state).toBe("complete"));
  await until(() => expect(desk.outcomes).toHaveLength(2));
  expect(watched.appended).toBe(counted(30));
  expect(desk.outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["completed", "duplicate"]);
  expect(seen.begun).toHaveLength(1);
});

test("parameters that come after the first call are waited for", async () => {
  await using desk = await served({
    aws: { messageDelayMs: () => Math.random() * 150 },
    gateway: { takesParams: true },
    client: { connectionParams: async () => ({ tenant: "t1" }) },
  });
  const answers = await Promise.all([desk.client.params.query(), desk.client.params.query()]);
  expect(answers).toEqual([{ tenant: "t1" }, { tenant: "t1" }]);
});

test("nobody comes in with a ticket that is unknown or not allowed", async () => {
  for (const ticket of ["unknown", "forbidden"]) {
    await using desk = await served({ ticket });
    await until(() => expect(desk.addresses()).toBeGreaterThan(2));
    expect(desk.opened()).toBe(0);
  }
});

test("an answer that no socket would take, and one that takes too long, are refused in words", async () => {
  await using desk = await served({ times: { answer: 200 } });

  await expect(desk.client.big.query(200_000)).rejects.toMatchObject({ data: { code: "PAYLOAD_TOO_LARGE" } });
  await expect(desk.client.slow.query()).rejects.toMatchObject({ data: { code: "TIMEOUT" } });
  expect(await desk.client.big.query(100_000)).toHaveLength(100_000);
});

test("an event that no socket would take ends its stream, in words", async () => {
  await using desk = await served();
  const failed = new Promise((resolve) => desk.client.long.subscribe(200_000, { onError: resolve }));

  expect(await failed).toMatchObject({ data: { code: "PAYLOAD_TOO_LARGE" } });
  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "failed" }]));
});

test("a message over 32 KB costs its socket, and the client comes back", async () => {
  await using desk = await served();
  await expect(desk.client.length.query("y".repeat(40_000))).rejects.toThrow();
  await until(() => expect(desk.aws.sockets.closes).toContain(1009));
  expect(await desk.client.me.query()).toBe("alice");
});

test("whoever is not let in any more is hung up on, before a stream and within it", async () => {
  let welcome = true;
  await using desk = await served({
    gateway: {
      contextOf: async () => (welcome ? { userId: "alice", params: null } : undefined),
      holds: async () => welcome,
    },
    times: { renew: 30 },
    client: { retryDelayMs: () => 100_000 },
  });
  const watched = desk.watch(100_000, { everyMs: 5 });
  await until(() => expect(watched.events).toBeGreaterThan(3));

  welcome = false;

  await until(() => expect(desk.outcomes).toMatchObject([{ outcome: "hung-up" }]));
  await until(() => expect(desk.aws.sockets.open.size).toBe(0));
});
