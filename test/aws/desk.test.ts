import { beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { newId } from "@docent/core/id";
import type { RunEvent } from "@docent/core/chat/run-event";
import { testDatabase } from "../database.ts";
import { administrator, signIn, type Person } from "../desk.ts";
import { useModelAt } from "../connect-model.ts";
import { fakeOpenAi } from "../fakes/openai-server.ts";
import { awsTestDesk, type AwsTestDesk } from "./aws-desk.ts";

// opening it takes longest, and happens once
beforeAll(() => testDatabase());

const until = (truth: () => void) => vi.waitFor(truth, { timeout: 15_000, interval: 20 });
const leave =
  "# Leave\n\nEverybody gets thirty days of paid leave a year. Ten of them may be carried over until March.";

async function addLeave({ scope }: AwsTestDesk, admin: Person): Promise<void> {
  const library = await admin.client.library.create.mutate({ name: "Handbook" });
  await admin.upload(library.id, "leave.md", leave);
  await scope.settle();
}

/** What the deltas add up to. */
function textOf(events: readonly RunEvent[]): string {
  return events.reduce(
    (text, event) => (event.type === "text-delta" ? text.slice(0, event.offset) + event.text : text),
    "",
  );
}

test("somebody asks and watches a cited answer arrive by functions that hold no socket", async () => {
  await using desk = await awsTestDesk();
  const admin = await desk.setUp();
  await addLeave(desk, admin);

  const events = await admin.ask("How many days of paid leave do I get a year?");

  const last = events.at(-1);
  expect(last).toMatchObject({ type: "finished", outcome: { tier: "answer" } });
  if (last?.type !== "finished") return;
  expect(last.outcome.text).toContain("thirty days of paid leave");
  expect(last.outcome.sources).not.toEqual([]);
  expect(textOf(events)).not.toBe("");
  admin.close();
});

test("an answer is read on after its last event when sockets are cut, and whole by whoever comes later", async () => {
  await using desk = await awsTestDesk();
  const admin = await desk.setUp();
  await addLeave(desk, admin);
  const runId = newId("run");
  const watch = (cuts: number) =>
    new Promise<number[]>((resolve, reject) => {
      const numbers: number[] = [];
      const watching = admin.client.chat.watch.subscribe(
        { runId },
        {
          onData({ id, data }) {
            numbers.push(Number(id));
            for (const open of desk.aws.sockets.open.values()) {
              if (numbers.length <= cuts) desk.aws.sockets.cut(open, true);
            }
            if (data.type !== "finished") return;
            watching.unsubscribe();
            resolve(numbers);
          },
          onError: reject,
        },
      );
    });
  const question = "How many days of paid leave do I get?";
  await admin.client.chat.ask.mutate({ runId, conversationId: newId("conversation"), question });

  const inPieces = await watch(2);
  const later = await watch(0);

  expect(inPieces).toEqual([...new Set(inPieces)].toSorted((a, b) => a - b));
  expect(later.at(-1)).toBe(inPieces.at(-1));
  expect(desk.aws.sockets.closes.filter((code) => code === 1006)).toHaveLength(2);
  admin.close();
});

test("an answer outlives the functions that bring it, and stopping it ends its model too", async () => {
  const pieces = Array.from({ length: 400 }, (_, number) => `word${number} `);
  await using model = await fakeOpenAi({ pieces, pieceMs: 30 });
  await using desk = await awsTestDesk({ workerMs: 1_500, times: { handOver: 500 } });
  const admin = await desk.setUp();
  await addLeave(desk, admin);
  await useModelAt(admin.client, "chat", { baseUrl: model.baseUrl, model: "slow" });
  const runId = newId("run");
  const events: RunEvent[] = [];
  await admin.client.chat.ask.mutate({
    runId,
    conversationId: newId("conversation"),
    question: "How many days of leave?",
  });
  admin.client.chat.watch.subscribe({ runId }, { onData: ({ data }) => events.push(data) });
  const handedOver = () => desk.outcomes.filter(({ outcome }) => outcome === "handed-over").length;
  await until(() => expect(handedOver()).toBeGreaterThan(1));
  await until(() => expect(textOf(events)).toContain("word20 "));

  await admin.client.chat.stop.mutate({ runId });

  await until(() => expect(events.at(-1)?.type).toBe("stopped"));
  expect(pieces.join("")).toContain(textOf(events).trim());
  expect(textOf(events)).toMatch(/^word0 word1 /);
  await until(() => expect(model.log.at(-1)?.closed).toBe("client-closed-early"));
  admin.close();
});

test("every message has the rights of its moment, and whoever is suspended is hung up on", async () => {
  await using desk = await awsTestDesk();
  const admin = await desk.setUp();
  const email = "editor@example.org";
  const { password } = administrator;
  const { id } = await admin.client.user.create.mutate({
    name: "Editor",
    email,
    role: "editor",
    password,
    keepsPassword: true,
  });
  const editor = await signIn(desk.url, email, password);
  const { ticket, socketUrl } = await editor.client.session.ticket.mutate();
  const socket = new WebSocket(`${socketUrl}?ticket=${ticket}`);
  const answers: string[] = [];
  socket.on("message", (data: Buffer) => answers.push(data.toString()));
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await new Promise((resolve) => socket.on("open", resolve));
  const ask = () => socket.send(JSON.stringify({ id: 1, method: "query", params: { path: "session.me", input: {} } }));
  ask();
  await until(() => expect(answers.join()).toContain("editor"));

  await admin.client.user.update.mutate({ id, role: "member" });
  ask();
  await until(() => expect(answers.at(-1)).toContain("member"));
  await admin.client.user.update.mutate({ id, suspended: true });
  ask();

  await closed;
  admin.close();
});

test("a ticket opens one socket, and a made-up one none", async () => {
  await using desk = await awsTestDesk();
  const admin = await desk.setUp();
  const { ticket, socketUrl } = await admin.client.session.ticket.mutate();
  const open = (address: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(address);
      socket.on("open", () => {
        socket.close();
        resolve("open");
      });
      socket.on("unexpected-response", (_request, { statusCode }) => resolve(String(statusCode)));
      socket.on("error", () => undefined);
    });

  expect(await open(`${socketUrl}?ticket=${ticket}`)).toBe("open");
  expect(await open(`${socketUrl}?ticket=${ticket}`)).toBe("401");
  expect(await open(`${socketUrl}?ticket=made-up`)).toBe("401");
  expect(await open(String(socketUrl))).toBe("401");
  admin.close();
});
