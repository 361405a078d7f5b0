import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { count } from "drizzle-orm";
import { expect, test } from "vitest";
import { openPglite } from "@docent/core/db/open";
import { documentTable, sourceItemTable, versionTable } from "@docent/core/db/schema";
import { startDeskProcess, type DeskProcess } from "../desk-process.ts";
import { bucketServer } from "../fakes/bucket-server.ts";
import { html, webSite } from "../fakes/web-site.ts";

const pages = 60;

const environment = { DOCENT_SOURCE_NETWORKS: "127.0.0.1", DOCENT_SOURCE_DELAY: "20" };
type Settings = Parameters<DeskProcess["client"]["source"]["create"]["mutate"]>[0];

/** Kills a desk again and again while it goes through a source of as many pages, and counts what is there in the end. */
async function survives(kills: number, source: Omit<Settings, "libraryId">): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "docent-source-killed-"));
  try {
    let desk = await startDeskProcess(folder, environment);
    await desk.client.source.create.mutate({ libraryId: desk.libraryId, ...source });
    for (let kill = 0; kill < kills; kill++) {
      await setTimeout(100 + Math.random() * 900);
      desk.process.kill("SIGKILL");
      await once(desk.process, "exit");
      desk = await startDeskProcess(folder, environment);
    }
    const sync = await ended(desk);
    expect(sync).toMatchObject({ state: "finished", removed: 0, failed: 0, changed: 0 });
    expect((sync?.added ?? 0) + (sync?.unchanged ?? 0)).toBe(pages);
    await expect.poll(() => states(desk), { timeout: 60_000 }).toEqual({ searchable: pages, underway: 0, failed: 0 });
    desk.process.kill("SIGTERM");
    await once(desk.process, "exit");

    expect(await counted(folder)).toEqual({ documents: pages, versions: pages, items: pages });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test(
  "killing the desk while it goes through a web site loses no page and doubles none, and the run ends by itself",
  { timeout: 480_000 },
  async () => {
    await using site = await webSite();
    const links = Array.from({ length: pages - 1 }, (_, at) => `page-${at}`);
    site.pages.set("/docs/", html("Home", "Everything.", ...links));
    for (const link of links) site.pages.set(`/docs/${link}`, html(link, `The ${link} tells of ${link}.`));
    await survives(6, { settings: { kind: "crawl", start: `${site.url}/docs/`, depth: 2, pages: 200 } });
  },
);

test(
  "killing the desk while it goes through a bucket loses no object and doubles none, and the run ends by itself",
  { timeout: 480_000 },
  async () => {
    await using s3 = await bucketServer();
    const bucket = s3.bucket("handbook");
    for (let at = 0; at < pages; at++) await s3.put(bucket, `hr/object ${at}.md`);
    s3.slowDown(50);
    const settings = { kind: "s3" as const, bucket, prefix: "hr/", region: "us-east-1", endpoint: s3.url };
    await survives(3, { settings, key: { accessKeyId: "test", secretAccessKey: "test" } });
  },
);

async function ended(desk: DeskProcess) {
  for (;;) {
    const [source] = await desk.client.source.list.query({ libraryId: desk.libraryId });
    if (source?.sync?.state !== "queued" && source?.sync?.state !== "running") return source?.sync;
    await setTimeout(200);
  }
}

async function states(desk: DeskProcess) {
  return (await desk.client.document.list.query({ libraryId: desk.libraryId })).states;
}

async function counted(folder: string) {
  const opened = await openPglite(join(folder, "database"));
  const { db } = opened;
  try {
    const [documents] = await db.select({ n: count() }).from(documentTable);
    const [versions] = await db.select({ n: count() }).from(versionTable);
    const [items] = await db.select({ n: count() }).from(sourceItemTable);
    return { documents: documents?.n, versions: versions?.n, items: items?.n };
  } finally {
    await opened.close();
  }
}
