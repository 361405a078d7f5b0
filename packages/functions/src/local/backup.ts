import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Hono } from "hono";
import * as Backup from "@docent/core/backup/backup";
import type { Ports } from "@docent/core/scope";
import { isSameSecret } from "@docent/core/users/token";
import { z } from "zod";
import { bearerOf } from "../compose/credentials.ts";
import type { DataFolder } from "../compose/data-folder.ts";

const Asked = z.strictObject({ passphrase: z.string().min(1).max(1000).optional() });

/**
 * Gives the whole desk, all companies of it, to whoever can read the data folder, and to nobody else: what an
 * administrator may see ends at their company.
 */
export async function addBackupRoute(app: Hono, folder: DataFolder, ports: Ports): Promise<void> {
  const rows = join(folder.path, "backup");
  await rm(rows, { recursive: true, force: true }); // of one that was broken off
  app.post("/api/backup", async (c) => {
    if (!isSameSecret(bearerOf(c.req.raw.headers), folder.token)) return c.notFound();
    const { passphrase } = Asked.parse(await c.req.json());
    const archive = Backup.archive(ports, { folder: join(rows, randomUUID()), passphrase });
    const content = Readable.from(archive, { objectMode: false });
    content.on("error", (error) => ports.log.error("backup.failed", { error }));
    return new Response(Readable.toWeb(content) as ReadableStream, {
      headers: { "content-type": "application/x-tar", "cache-control": "private, no-store" },
    });
  });
}
