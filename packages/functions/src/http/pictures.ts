import { Readable } from "node:stream";
import type { Hono } from "hono";
import { stream } from "hono/streaming";
import * as Picture from "@docent/core/pictures/picture";
import type { Actor, Ports } from "@docent/core/scope";

interface Desk {
  ports: Ports;
  actorOf(headers: Headers): Promise<Actor>;
}

/** Takes in pictures for questions, and shows each to its person alone. */
export function addPictureRoutes(app: Hono, desk: Desk): void {
  app.post("/api/pictures", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { body } = c.req.raw;
    const declared = Number(c.req.header("content-length") ?? 0);
    return c.json(await Picture.add(scope, body ? Readable.from(body) : new Uint8Array(), declared));
  });

  app.get("/api/pictures/:id", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { type, bytes, fileKey } = await Picture.file(scope, c.req.param("id"));
    const content = await scope.files.open(fileKey);
    c.header("content-type", type);
    c.header("content-length", String(bytes));
    // its bytes never change, but who asks may: another person of this browser asks the desk again
    c.header("cache-control", "private, max-age=31536000, immutable");
    c.header("vary", "cookie");
    return stream(c, async (out) => {
      out.onAbort(() => {
        content.destroy();
      });
      for await (const part of content) await out.write(part as Uint8Array);
    });
  });
}
