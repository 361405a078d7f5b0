import type { Hono } from "hono";
import { stream } from "hono/streaming";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { Filter, record } from "@docent/core/users/audit";
import { file } from "@docent/core/users/audit-file";
import type { Desk } from "./desk.ts";

/** The log of who did what, as a file for programs for tables. */
export function addAuditRoute(app: Hono, desk: Desk): void {
  app.get("/api/audit", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const filter = Filter.safeParse(c.req.query());
    if (!filter.success) throw new PublicError("invalid", "request.invalid", z.prettifyError(filter.error));
    const lines = file(scope, filter.data);
    await record(scope, { action: "audit.export" });
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", `attachment; filename="audit-${scope.now().toISOString().slice(0, 10)}.csv"`);
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      for await (const line of lines) await out.write(line);
    });
  });
}
