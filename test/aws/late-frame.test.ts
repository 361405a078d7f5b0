import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { put, type Piece, type TestRouter } from "./served.ts";

/**
 * While a client changes sockets it reads both, and drops by their ids only events that it has seen. A frame into which
 * events were folded bears the id of the last of them, so that the others may come once more.
 */
test("frames that two sockets tell alike neither double text nor cut any away", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const sockets: WebSocket[] = [];
  const heard: string[][] = [];
  server.on("connection", (socket) => {
    const messages: string[] = [];
    sockets.push(socket);
    heard.push(messages);
    socket.on("message", (data: Buffer) => messages.push(data.toString()));
  });
  const until = (truth: () => void) => vi.waitFor(truth, { timeout: 5_000, interval: 5 });
  const send = (socket: number, result: object) => sockets[socket]?.send(JSON.stringify({ id: 1, result }));
  const tell = (socket: number, id: string, data: Piece) => send(socket, { type: "data", id, data: { id, data } });
  const client = createWSClient({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 0,
  });
  const trpc = createTRPCClient<TestRouter>({ links: [wsLink({ client })] });
  let appended = "";
  let text = "";
  trpc.count.subscribe(
    { until: 9 },
    {
      onData({ data }) {
        appended += data.text;
        text = put(text, data);
      },
    },
  );

  await until(() => expect(heard[0]).toHaveLength(1));
  send(0, { type: "started" });
  tell(0, "1", { offset: 0, text: "Thirty " });
  sockets[0]?.send(JSON.stringify({ id: null, method: "reconnect" }));
  await until(() => expect(heard[1]).toHaveLength(1));
  expect(JSON.parse(heard[1]?.[0] ?? "")).toMatchObject({ params: { lastEventId: "1" } });
  // the old socket is still read until the new one says anything: what it folded together is under way there too
  tell(0, "4", { offset: 7, text: "days of paid " });
  await until(() => expect(text).toBe("Thirty days of paid "));
  tell(1, "2", { offset: 7, text: "days " });
  tell(1, "3", { offset: 12, text: "of " });
  await until(() => expect(heard[0]).toContain("PING"));
  tell(0, "5", { offset: 20, text: "leave" });
  sockets[0]?.send("PONG");
  tell(1, "5", { offset: 15, text: "paid leave" });

  await until(() => expect(text).toMatch(/leave$/));
  expect(text).toBe("Thirty days of paid leave");
  expect(appended).not.toBe(text);
  await client.close();
  server.close();
});
