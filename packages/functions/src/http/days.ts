import type { Hono } from "hono";
import { file } from "@docent/core/health/day-file";
import type { Desk } from "./desk.ts";

/** How the questions of each day went, as a file for programs for tables. */
export function addDaysRoute(app: Hono, desk: Desk): void {
  app.get("/api/days", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { name, text } = await file(scope, c.req.query());
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", `attachment; filename="${name}"`);
    c.header("cache-control", "private, no-store");
    return c.body(text);
  });
}
