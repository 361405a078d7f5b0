import type { Hono } from "hono";
import { stream } from "hono/streaming";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { file } from "@docent/core/chat/trace-file";
import { Filter } from "@docent/core/chat/trace-search";
import { record } from "@docent/core/users/audit";
import type { Desk } from "./desk.ts";

/** The questions that were asked and how their answers came about, as JSON lines. */
export function addTraceRoute(app: Hono, desk: Desk): void {
  app.get("/api/traces", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const filter = Filter.safeParse(c.req.query());
    if (!filter.success) throw new PublicError("invalid", "request.invalid", z.prettifyError(filter.error));
    const lines = file(scope, filter.data);
    await record(scope, { action: "trace.export" });
    c.header("content-type", "application/x-ndjson; charset=utf-8");
    c.header("content-disposition", `attachment; filename="traces-${scope.now().toISOString().slice(0, 10)}.jsonl"`);
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      for await (const line of lines) await out.write(line);
    });
  });
}
