import { Readable } from "node:stream";
import type { Hono } from "hono";
import * as Logo from "@docent/core/settings/logo";
import type { Actor, Ports } from "@docent/core/scope";

interface Desk {
  ports: Ports;
  actorOf(headers: Headers): Promise<Actor>;
}

/** Takes in a company's logo, and shows it. */
export function addLogoRoutes(app: Hono, desk: Desk): void {
  app.post("/api/logo", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { body } = c.req.raw;
    const declared = Number(c.req.header("content-length") ?? 0);
    return c.json(await Logo.set(scope, body ? Readable.from(body) : new Uint8Array(), declared));
  });

  app.get("/api/logo/:id", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { type, content } = await Logo.file(scope, c.req.param("id"));
    c.header("content-type", type);
    // opened by itself it is a picture and nothing else
    c.header("content-security-policy", "default-src 'none'; sandbox");
    // its bytes never change, but who asks may: another person of this browser asks the desk again
    c.header("cache-control", "private, max-age=31536000, immutable");
    c.header("vary", "cookie");
    return c.body(new Uint8Array(content));
  });
}
