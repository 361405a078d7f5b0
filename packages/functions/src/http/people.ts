import type { Hono } from "hono";
import { stream } from "hono/streaming";
import * as PersonData from "@docent/core/platform/person-data";
import type { Desk } from "./desk.ts";

/** What belongs to a person, as a file. */
export function addPersonRoute(app: Hono, desk: Desk): void {
  app.get("/api/people/:id/data", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const parts = await PersonData.file(scope, c.req.param("id"));
    c.header("content-type", "application/json; charset=utf-8");
    c.header("content-disposition", `attachment; filename="person-${scope.now().toISOString().slice(0, 10)}.json"`);
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      for await (const part of parts) await out.write(part);
    });
  });
}
