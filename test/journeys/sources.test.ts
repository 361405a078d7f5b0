import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { documentTable, sourceItemTable, syncTable, versionTable } from "@docent/core/db/schema";
import * as Batch from "@docent/core/knowledge/batch/batch";
import * as BatchControl from "@docent/core/knowledge/batch/batch-control";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Search from "@docent/core/knowledge/search";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import * as Source from "@docent/core/sources/source";
import { reach } from "@docent/core/sources/source-reach";
import { sourceRules } from "@docent/core/sources/source-rules";
import type { Settings } from "@docent/core/sources/source-settings";
import * as Sync from "@docent/core/sources/sync";
import { html, webSite, type WebSite } from "../fakes/web-site.ts";
import { testScope, type TestScope } from "../scope.ts";
import { countsOf, failuresOf, finished } from "../source-account.ts";

let scope: TestScope;
let site: WebSite;
let folder: string;
let libraryId: string;

beforeEach(async () => {
  site = await webSite();
  folder = await realpath(await mkdtemp(join(tmpdir(), "docent-source-")));
  const networks = ["127.0.0.1"];
  scope = await testScope({ sourceRules: sourceRules({ folders: [folder], networks, delayMs: 0 }) });
  libraryId = (await Library.create(scope, { name: "Handbook" })).id;
});
afterEach(async () => {
  await scope.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

async function add(settings: Settings, by: Scope = scope): Promise<string> {
  const { id } = await Source.create(by, Source.Create.parse({ libraryId, settings }));
  await scope.settle();
  return id;
}

async function again(id: string): Promise<void> {
  await Source.sync(scope, { id });
  await scope.settle();
}

const counts = (id: string) => countsOf(scope, libraryId, id);
const failures = (id: string) => failuresOf(scope, libraryId, id);

async function names(): Promise<string[]> {
  const { items } = await Document.list(scope, Document.List.parse({ libraryId, pageSize: 200 }));
  return items.map(({ name }) => name.replace(/^127\.0\.0\.1:\d+/, "site")).toSorted();
}

async function titles(text: string): Promise<string[]> {
  return (await Search.run(scope, { text })).hits.map(({ title }) => title);
}

const crawl = (more: Partial<Extract<Settings, { kind: "crawl" }>> = {}): Settings => ({
  kind: "crawl",
  start: `${site.url}/docs/`,
  depth: 5,
  pages: 100,
  ...more,
});

describe("a list of addresses", () => {
  test("is searchable after a run, and a run without changes adds nothing", async () => {
    site.pages.set("/travel", html("Travel", "The zebra allowance is eleven euros."));
    site.pages.set("/notes.txt", { headers: { "content-type": "text/plain" }, body: "The okapi sleeps." });
    const id = await add({ kind: "urls", urls: [`${site.url}/travel#top`, `${site.url}/notes.txt`] });

    expect(await counts(id)).toEqual({ ...finished, added: 2 });
    expect(await names()).toEqual(["site/notes.txt", "site/travel.html"]);
    expect(await titles("zebra allowance")).toEqual(["Travel"]);

    await again(id);
    expect(await counts(id)).toEqual({ ...finished, unchanged: 2 });
    expect(await scope.db.select().from(versionTable)).toHaveLength(2);
  });

  test("a changed page is one new version, and only its new words are found", async () => {
    site.pages.set("/travel", html("Travel", "The zebra allowance is eleven euros."));
    const id = await add({ kind: "urls", urls: [`${site.url}/travel`] });

    site.pages.set("/travel", html("Travel", "The quagga allowance is twelve euros."));
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, changed: 1 });
    expect(await titles("quagga")).toEqual(["Travel"]);
    expect(await titles("zebra")).toEqual([]);
    expect(await scope.db.select().from(documentTable)).toHaveLength(1);
    expect(await scope.db.select().from(versionTable)).toHaveLength(2);
  });

  test("a page that the server says is unchanged is not sent again", async () => {
    let sent = 0;
    site.pages.set("/travel", (request, response) => {
      const same = request.headers["if-none-match"] === '"1"';
      if (!same) sent++;
      response.writeHead(same ? 304 : 200, { "content-type": "text/html", etag: '"1"' });
      response.end(same ? "" : "<h1>Travel</h1><p>By train.</p>");
    });
    const id = await add({ kind: "urls", urls: [`${site.url}/travel`] });
    await again(id);

    expect(sent).toBe(1);
    expect(await counts(id)).toEqual({ ...finished, unchanged: 1 });
  });

  test("a page that is gone goes; one that cannot be had just now stays, with the reason", async () => {
    for (const page of ["/a", "/b", "/c"]) site.pages.set(page, html(page, `Page ${page}.`));
    const id = await add({ kind: "urls", urls: ["/a", "/b", "/c"].map((page) => site.url + page) });

    site.pages.delete("/a");
    site.pages.set("/b", { status: 500 });
    site.pages.set("/c", { status: 403 });
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, removed: 1, failed: 2 });
    expect(await names()).toEqual(["site/b.html", "site/c.html"]);
    expect(await failures(id)).toEqual([
      { address: `${site.url}/b`, code: "page.server_error" },
      { address: `${site.url}/c`, code: "page.refused" },
    ]);
  });

  test("a server that does not answer loses nothing, and is not asked for every page", async () => {
    const pages = ["/a", "/b", "/c", "/d", "/e"];
    for (const page of pages) site.pages.set(page, html(page, `Page ${page}.`));
    const id = await add({ kind: "urls", urls: pages.map((page) => site.url + page) });
    await site.close();
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, failed: 5 });
    expect(await names()).toHaveLength(5);
    const codes = (await failures(id)).map(({ code }) => code);
    const [tried, left] = ["page.unreachable", "page.host_silent"];
    expect(codes).toEqual([tried, tried, tried, left, left]);
  });

  test("an address taken out of the list takes its document along", async () => {
    for (const page of ["/a", "/b"]) site.pages.set(page, html(page, `Page ${page}.`));
    const id = await add({ kind: "urls", urls: [`${site.url}/a`, `${site.url}/b`] });
    await Source.change(scope, { id, settings: { kind: "urls", urls: [`${site.url}/a`] }, schedule: "never" });
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, unchanged: 1, removed: 1 });
    expect(await names()).toEqual(["site/a.html"]);
  });

  test("pages are told apart that would come to one name", async () => {
    site.pages.set("/travel", html("One", "The zebra."));
    site.pages.set("/travel.html", html("Two", "The okapi."));
    const id = await add({ kind: "urls", urls: [`${site.url}/travel`, `${site.url}/travel.html`] });
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, unchanged: 2 });
    expect(await names()).toHaveLength(2);
    expect([await titles("zebra"), await titles("okapi")]).toEqual([["One"], ["Two"]]);
  });

  test("the server's word for the encoding is taken", async () => {
    const body = Buffer.from([0xb2, 0xee, 0xc2, 0xc3]); // 差旅 in GBK, too little to guess from
    site.pages.set("/a.txt", { headers: { "content-type": "text/plain; charset=gbk" }, body });
    await add({ kind: "urls", urls: [`${site.url}/a.txt`] });
    expect(await titles("差旅")).toEqual(["a"]);
  });

  test("what is no document says so", async () => {
    site.pages.set("/film", { headers: { "content-type": "video/mp4" }, body: "x" });
    const id = await add({ kind: "urls", urls: [`${site.url}/film`, `${site.url}/nothing`] });
    expect((await failures(id)).map(({ code }) => code)).toEqual(["page.unsupported_type", "page.not_found"]);
  });

  test.each(["file:///etc/passwd", "ftp://example.org/", "http://name:word@example.org/", "not an address"])(
    "%s is no address of a page",
    (url) => {
      expect(Source.Create.safeParse({ libraryId, settings: { kind: "urls", urls: [url] } }).success).toBe(false);
    },
  );
});

describe("private addresses", () => {
  test("are not connected to, in whatever spelling, nor through a redirect", async () => {
    const inside = await webSite("127.0.0.2");
    const { port } = new URL(inside.url);
    const spellings = ["127.0.0.2", "127.2", "0x7f000002", "2130706434", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]"];
    try {
      inside.pages.set("/", html("Secret", "The okapi."));
      const redirects = spellings.map((host, at) => {
        site.pages.set(`/r${at}`, { status: 302, headers: { location: `http://${host}:${port}/` } });
        return `${site.url}/r${at}`;
      });
      const id = await add({
        kind: "urls",
        urls: [...spellings.map((host) => `http://${host}:${port}/`), ...redirects],
      });

      expect(inside.asked).toEqual([]);
      expect(await names()).toEqual([]);
      const codes = new Set((await failures(id)).map(({ code }) => code));
      expect([...codes].toSorted()).toEqual(["page.host_silent", "page.private_address"]);
    } finally {
      await inside.close();
    }
  });

  test("of a metadata service are not connected to, whatever the operator allows", () => {
    const rules = sourceRules({ folders: [], networks: ["0.0.0.0/0", "::/0"], delayMs: 0 });
    expect(rules.mayReach("10.1.2.3")).toBe(true);
    for (const address of [
      "169.254.169.254",
      "100.100.100.200",
      "::ffff:169.254.169.254",
      "::ffff:a9fe:a9fe",
      "fd00:ec2::254",
    ]) {
      expect(rules.mayReach(address), address).toBe(false);
    }
  });

  test("are refused unless the operator named them", () => {
    const rules = sourceRules({ folders: [], networks: ["10.1.0.0/16"], delayMs: 0 });
    const asked = ["10.1.2.3", "10.2.2.3", "127.0.0.1", "::1", "8.8.8.8"].map((address) => rules.mayReach(address));
    expect(asked).toEqual([true, false, false, false, true]);
  });
});

describe("a crawl", () => {
  test("follows links below the start's folder, once each, as deep as it is told", async () => {
    site.pages.set(
      "/docs/",
      html("Home", "The zebra.", "one", "/docs/one#part", "/other", "http://elsewhere.example/"),
    );
    site.pages.set("/docs/one", html("One", "The okapi.", "two", "/docs/"));
    site.pages.set("/docs/two", html("Two", "The quagga.", "three"));
    site.pages.set("/docs/three", html("Three", "The tapir."));
    site.pages.set("/other", html("Other", "Not for us."));
    const id = await add(crawl({ depth: 2 }));

    expect(await counts(id)).toEqual({ ...finished, added: 3 });
    expect(await names()).toEqual(["site/docs/index.html", "site/docs/one.html", "site/docs/two.html"]);
    expect(site.asked).toEqual(["/robots.txt", "/docs/", "/docs/one", "/docs/two"]);
  });

  test("of a private address says so and asks for nothing", async () => {
    const id = await add(crawl({ start: "http://10.1.2.3/" }));
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "page.private_address" });
  });

  test("ends at its limit of pages, though the links never end", async () => {
    site.pages.set("/docs/", html("Home", "Start.", "1"));
    for (let at = 1; at < 50; at++)
      site.pages.set(`/docs/${at}`, html(`Page ${at}`, `No. ${at}.`, `${at + 1}`, `${at}`));
    const id = await add(crawl({ depth: 20, pages: 7 }));
    expect(await counts(id)).toEqual({ ...finished, added: 7 });
  });

  test("does not ask for what robots.txt forbids", async () => {
    const body = "User-agent: *\nDisallow: /docs/private\n";
    site.pages.set("/robots.txt", { headers: { "content-type": "text/plain" }, body });
    site.pages.set("/docs/", html("Home", "Start.", "private/a", "open", "hop"));
    site.pages.set("/docs/hop", { status: 301, headers: { location: "/docs/private/b" } });
    for (const page of ["/docs/private/a", "/docs/private/b", "/docs/open"]) site.pages.set(page, html(page, "Text."));
    const id = await add(crawl());

    expect(site.asked.filter((path) => path.startsWith("/docs/private"))).toEqual([]);
    expect(await names()).toEqual(["site/docs/index.html", "site/docs/open.html"]);
    expect(await failures(id)).toEqual([{ address: `${site.url}/docs/hop`, code: "page.robots" }]);
  });

  test("that cannot read robots.txt asks for nothing and removes nothing", async () => {
    site.pages.set("/docs/", html("Home", "Start."));
    const id = await add(crawl());
    site.pages.set("/robots.txt", { status: 500 });
    await again(id);

    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.robots_unreachable", removed: 0 });
    expect(await names()).toEqual(["site/docs/index.html"]);
  });

  test("comes out of circles of redirects, and takes a page once that two addresses lead to", async () => {
    site.pages.set("/docs/", html("Home", "Start.", "round", "old", "new"));
    site.pages.set("/docs/round", { status: 302, headers: { location: "/docs/and-round" } });
    site.pages.set("/docs/and-round", { status: 302, headers: { location: "/docs/round" } });
    site.pages.set("/docs/old", { status: 301, headers: { location: "/docs/new" } });
    site.pages.set("/docs/new", html("New", "The okapi."));
    const id = await add(crawl());

    expect(await names()).toEqual(["site/docs/index.html", "site/docs/new.html"]);
    expect(await failures(id)).toEqual([{ address: `${site.url}/docs/round`, code: "page.redirects" }]);
  });

  test("does not follow a redirect out of its folder", async () => {
    site.pages.set("/docs/", html("Home", "Start.", "away"));
    site.pages.set("/docs/away", { status: 302, headers: { location: "/other" } });
    site.pages.set("/other", html("Other", "Not for us."));
    const id = await add(crawl());

    expect(site.asked).not.toContain("/other");
    expect((await failures(id)).map(({ code }) => code)).toEqual(["page.redirected_away"]);
  });

  test("keeps a page that nothing leads to any more until the server says it is gone", async () => {
    site.pages.set("/docs/", html("Home", "Start.", "one"));
    site.pages.set("/docs/one", html("One", "The okapi."));
    const id = await add(crawl());
    site.pages.set("/docs/", html("Home", "Start."));
    await again(id);
    expect(await names()).toHaveLength(2);

    site.pages.delete("/docs/one");
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, unchanged: 1, removed: 1 });
    expect(await names()).toEqual(["site/docs/index.html"]);
  });

  test("follows the links of a page that the server says is unchanged", async () => {
    site.pages.set("/docs/", { headers: { etag: '"1"' }, ...html("Home", "Start.", "one") });
    site.pages.set("/docs/one", html("One", "The okapi."));
    const id = await add(crawl());
    site.pages.set("/docs/one", html("One", "The quagga."));
    await again(id);

    expect(await counts(id)).toEqual({ ...finished, unchanged: 1, changed: 1 });
  });

  test("whose start is gone removes nothing: the site may have moved", async () => {
    site.pages.set("/docs/", html("Home", "Start.", "one"));
    site.pages.set("/docs/one", html("One", "The okapi."));
    const id = await add(crawl());
    site.pages.clear();
    await again(id);

    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.start_gone", removed: 0 });
    expect(await names()).toHaveLength(2);
  });
});

describe("a folder", () => {
  test("brings what is below it, takes changes and lets go of what is gone", async () => {
    await mkdir(join(folder, "hr"));
    await writeFile(join(folder, "hr", "leave.md"), "# Leave\n\nThe zebra has thirty days.");
    await writeFile(join(folder, "rules.txt"), "The okapi rules.");
    await writeFile(join(folder, "tool.exe"), "x");
    await writeFile(join(folder, "teach.examples"), "[]");
    const id = await add({ kind: "folder", path: folder });
    expect(await counts(id)).toEqual({ ...finished, added: 2, failed: 2 });
    expect((await names()).map((name) => name.replace(/^[^/]+/, "folder"))).toEqual([
      "folder/hr/leave.md",
      "folder/rules.txt",
    ]);

    await writeFile(join(folder, "hr", "leave.md"), "# Leave\n\nThe quagga has forty days.");
    await rm(join(folder, "rules.txt"));
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, changed: 1, removed: 1, failed: 2 });
    expect([await titles("quagga"), await titles("okapi"), await titles("zebra")]).toEqual([["Leave"], [], []]);
  });

  test("that is empty or not there removes nothing", async () => {
    await mkdir(join(folder, "share"));
    await writeFile(join(folder, "share", "a.md"), "The okapi.");
    const id = await add({ kind: "folder", path: join(folder, "share") });
    await rm(join(folder, "share", "a.md"));
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.folder_empty" });

    await rm(join(folder, "share"), { recursive: true });
    await again(id);
    expect(await counts(id)).toMatchObject({ state: "failed", errorCode: "source.folder_missing" });
    expect(await names()).toHaveLength(1);
  });

  test("is read only where the operator allows it, by links and dots neither", async () => {
    await mkdir(join(folder, "in"));
    await mkdir(join(folder, "out"));
    await writeFile(join(folder, "out", "secret.md"), "The okapi.");
    await symlink(join(folder, "out"), join(folder, "in", "link"));
    await symlink(join(folder, "out", "secret.md"), join(folder, "in", "secret.md"));
    const rules = sourceRules({ folders: [join(folder, "in")], networks: [], delayMs: 0 });
    const strict = { ...scope, sourceRules: rules };
    for (const path of [join(folder, "out"), join(folder, "in/../out"), join(folder, "in", "link"), "/", folder]) {
      const settings = { kind: "folder" as const, path };
      await expect(add(settings, strict)).rejects.toMatchObject({ code: "source.folder_not_allowed" });
    }
    await add({ kind: "folder", path: join(folder, "in") }, strict);
    expect(await names()).toEqual([]);
  });

  test("is for administrators to add", async () => {
    const editor = await scope.as("editor");
    await expect(add({ kind: "folder", path: folder }, editor)).rejects.toMatchObject({ code: "actor.role_required" });
    expect(reach(editor)).toEqual({ mayAdd: false, folders: [], buckets: [] });
  });
});

describe("a run", () => {
  test("that was killed anywhere doubles nothing when it is done again", async () => {
    const pages = ["/a", "/b", "/c", "/d"];
    for (const page of pages) site.pages.set(page, html(page, `Page ${page}.`));
    const { id } = await Source.create(scope, {
      libraryId,
      settings: { kind: "urls", urls: pages.map((page) => site.url + page) },
      schedule: "never",
    });
    // as if the process had ended between taking a page in and noting it, and in the middle of the run
    await scope.settle();
    await scope.db.delete(sourceItemTable).where(eq(sourceItemTable.address, `${site.url}/b`));
    await scope.db.update(syncTable).set({ state: "running", finishedAt: null }).where(eq(syncTable.sourceId, id));
    await Sync.recover(scope);
    await scope.settle();

    expect(await counts(id)).toEqual({ ...finished, unchanged: 4 });
    expect(await names()).toEqual(["site/a.html", "site/b.html", "site/c.html", "site/d.html"]);
    expect(await scope.db.select().from(versionTable)).toHaveLength(4);
  });

  test("stops when it is told to, and keeps what it has", async () => {
    site.pages.set("/a", html("A", "The okapi."));
    let id = "";
    site.pages.set("/b", (_, response) => {
      void Source.stop(scope, { id }).then(() => response.writeHead(200, { "content-type": "text/html" }).end("<p>B"));
    });
    site.pages.set("/c", html("C", "The zebra."));
    const urls = ["/a", "/b", "/c"].map((page) => site.url + page);
    id = (await Source.create(scope, { libraryId, settings: { kind: "urls", urls }, schedule: "never" })).id;
    await scope.settle();

    expect(await counts(id)).toMatchObject({ state: "stopped" });
    expect(site.asked).toEqual(["/a", "/b"]);
    expect(await names()).toEqual(["site/a.html"]);
  });

  test("is not begun twice at once", async () => {
    site.pages.set("/a", html("A", "The okapi."));
    const { id } = await Source.create(scope, {
      libraryId,
      settings: { kind: "urls", urls: [`${site.url}/a`] },
      schedule: "never",
    });
    const [first, second] = [await Source.sync(scope, { id }), await Source.sync(scope, { id })];
    expect(second).toEqual(first);
    await scope.settle();
    expect(site.asked).toEqual(["/a"]);
  });

  test("begins by itself when its time has come", async () => {
    site.pages.set("/a", html("A", "The okapi."));
    const id = await add({ kind: "urls", urls: [`${site.url}/a`] });
    const later = { ...scope, now: () => new Date(Date.now() + 3_600_000) };
    await Source.startDue(later);
    await scope.settle();
    expect(site.asked).toHaveLength(1);

    const [source] = await Source.list(scope, { libraryId });
    await Source.change(scope, { id, settings: source!.settings, schedule: "hour" });
    await Source.startDue(scope);
    await scope.settle();
    expect(site.asked).toHaveLength(1);
    await Source.startDue(later);
    await scope.settle();
    expect(site.asked).toHaveLength(2);
  });

  test("brings a document again that somebody deleted by hand", async () => {
    site.pages.set("/a", { headers: { etag: '"1"' }, ...html("A", "The okapi.") });
    const id = await add({ kind: "urls", urls: [`${site.url}/a`] });
    const { items } = await Document.list(scope, Document.List.parse({ libraryId }));
    await Document.remove(scope, [items[0]!.id]);
    await scope.settle();
    await again(id);
    expect(await counts(id)).toEqual({ ...finished, added: 1 });
    expect(await titles("okapi")).toEqual(["A"]);
  });
});

describe("removing a source", () => {
  test("leaves its documents, or takes them along", async () => {
    for (const page of ["/a", "/b"]) site.pages.set(page, html(page, "The okapi."));
    const kept = await add({ kind: "urls", urls: [`${site.url}/a`] });
    const taken = await add({ kind: "urls", urls: [`${site.url}/b`] });
    expect((await Source.list(scope, { libraryId })).map(({ documents }) => documents)).toEqual([1, 1]);
    await Source.remove(scope, { id: taken, documents: true });
    expect((await Source.list(scope, { libraryId })).map(({ documents }) => documents)).toEqual([1]);
    await Source.remove(scope, { id: kept, documents: false });
    await scope.settle();

    expect(await Source.list(scope, { libraryId })).toEqual([]);
    expect(await names()).toEqual(["site/a.html"]);
  });

  test("leaves what another source brings too", async () => {
    site.pages.set("/a", html("A", "The okapi."));
    const first = await add({ kind: "urls", urls: [`${site.url}/a`] });
    const second = await add({ kind: "urls", urls: [`${site.url}/a`] });
    expect(await names()).toEqual(["site/a.html"]);
    await Source.remove(scope, { id: first, documents: true });
    expect(await names()).toEqual(["site/a.html"]);
    await Source.remove(scope, { id: second, documents: true });
    expect(await names()).toEqual([]);
  });
});

test("the last run of a source says what became of what it took in, and a run that takes in nothing has no import", async () => {
  await writeFile(join(folder, "a.md"), "The okapi.");
  await writeFile(join(folder, "empty.md"), "");
  const id = await add({ kind: "folder", path: folder });

  const [source] = await Source.list(scope, { libraryId });
  expect(source?.sync).toMatchObject({ added: 2, failed: 0, batch: { searchable: 1, underway: 0, failed: 1 } });
  const [batch] = (await Batch.list(scope, Batch.List.parse({ libraryId }))).items;
  expect(batch).toMatchObject({ id: source?.sync?.batch?.id, kind: "source", name: folder, state: "complete" });

  await again(id);
  expect((await Source.list(scope, { libraryId }))[0]?.sync).toMatchObject({ unchanged: 2, batch: null });
});

test("a run ends when the import of what it takes in is stopped", async () => {
  for (const name of ["a", "b", "c"]) await writeFile(join(folder, `${name}.md`), `The ${name}.`);
  const db = scope.db;
  const { id } = await Source.create(
    scope,
    Source.Create.parse({ libraryId, settings: { kind: "folder", path: folder } }),
  );
  const [sync] = await db.select().from(syncTable).where(eq(syncTable.sourceId, id));
  const batch = await Batch.begin(scope, { libraryId, kind: "source", name: "folder" });
  await db.update(syncTable).set({ batchId: batch.id });
  await BatchControl.stop(scope, batch);

  await Sync.run(scope, sync?.id ?? "");

  expect(await counts(id)).toMatchObject({ state: "stopped", errorCode: null, added: 0, failed: 0 });
});

test("what is in the library under the same name already is not doubled", async () => {
  await writeFile(join(folder, "a.md"), "The okapi.");
  const name = `${folder.slice(folder.lastIndexOf("/") + 1)}/a.md`;
  await Version.add(scope, libraryId, [{ name, content: new TextEncoder().encode("The okapi.") }]);
  const id = await add({ kind: "folder", path: folder });
  expect(await counts(id)).toEqual({ ...finished, unchanged: 1 });
  expect(await names()).toEqual([name]);
});
