// @vitest-environment jsdom
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sendDirectly, type DirectDesk, type Progress } from "./direct-upload.ts";

/** A store as S3 is one: another origin, which names what it got in a header that it lets scripts read. */
const store = { url: "", got: new Map<number, string>(), breaks: new Set<number>(), puts: 0 };
const server = createServer((request, response) => {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-methods", "PUT");
  response.setHeader("access-control-allow-headers", "*");
  response.setHeader("access-control-expose-headers", "ETag");
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  const number = Number(request.url?.slice(1));
  store.puts++;
  if (store.breaks.delete(number)) return void request.socket.destroy();
  let text = "";
  request.on("data", (data: Buffer) => (text += data.toString()));
  request.on("end", () => {
    store.got.set(number, text);
    response.setHeader("etag", `"tag ${number}"`).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  store.got.clear();
  store.breaks.clear();
  store.puts = 0;
});

const text = "abcdefghijklmnopqrstuvwxyz";
const begin = (): Progress => ({ way: { token: "t", partBytes: 10, parts: 3 }, tags: new Map() });

function desk(): DirectDesk & { completed: string[][] } {
  const completed: string[][] = [];
  return {
    completed,
    addresses: async (_token, parts) => parts.map((number) => `${store.url}/${number}`),
    complete: async (_token, tags) => {
      completed.push(tags);
      return { unchanged: false };
    },
  };
}

const whole = () => [1, 2, 3].map((number) => store.got.get(number) ?? "").join("");
const never = new AbortController().signal;

test("a file arrives in parts, and one that breaks off is sent again", async () => {
  store.breaks.add(2);
  const asked = desk();
  const told: number[] = [];

  const added = await sendDirectly(asked, begin(), new Blob([text]), (bytes) => told.push(bytes), never, 1);

  expect(added).toEqual({ unchanged: false });
  expect(whole()).toBe(text);
  expect(asked.completed).toEqual([['"tag 1"', '"tag 2"', '"tag 3"']]);
  expect(store.puts).toBe(4);
  expect(told.at(-1)).toBe(text.length);
});

test("another attempt sends only what is missing", async () => {
  const progress = begin();
  const away: DirectDesk = {
    ...desk(),
    addresses: async (_token, [number = 0]) => [number === 3 ? "http://127.0.0.1:9/" : `${store.url}/${number}`],
  };
  await expect(sendDirectly(away, progress, new Blob([text]), () => undefined, never, 1)).rejects.toMatchObject({
    problem: { code: "connection.lost" },
  });
  expect(store.puts).toBe(2);

  await sendDirectly(desk(), progress, new Blob([text]), () => undefined, never, 1);

  expect(store.puts).toBe(3);
  expect(whole()).toBe(text);
});

test("nothing is put together of a file that was called off", async () => {
  const stop = new AbortController();
  const asked = desk();
  stop.abort();

  await expect(sendDirectly(asked, begin(), new Blob([text]), () => undefined, stop.signal, 1)).rejects.toThrow();

  expect(asked.completed).toEqual([]);
  expect(store.puts).toBe(0);
});
