import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findDesk, takeDataFolder } from "@docent/functions/compose/data-folder";

const main = join(import.meta.dirname, "../../packages/functions/src/cli/main.ts");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docent-command-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a command on the throw-away folder and gives back its JSON. */
async function docent(...args: string[]): Promise<Record<string, unknown>> {
  const env = { ...process.env, DOCENT_DATA: join(folder, "data"), DOCENT_OLLAMA_URL: "" };
  const run = promisify(execFile)(process.execPath, [main, ...args, "--json"], { env });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test(
  "without a running desk, documents are added, found, answered from, listed and removed",
  { timeout: 90_000 },
  async () => {
    await mkdir(join(folder, "handbook"));
    await writeFile(join(folder, "handbook/leave.md"), "# Leave\n\nEverybody gets thirty days of paid leave a year.");
    await writeFile(join(folder, "handbook/broken.pdf"), "%PDF-1.7 cut off");

    const added = await docent("add", join(folder, "handbook"), "--library", "HR");
    expect(added).toEqual({
      batch: expect.stringMatching(/^bat_/) as string,
      documents: 2,
      searchable: 1,
      failed: [{ path: join(folder, "handbook/broken.pdf"), stage: "extract", reason: expect.any(String) as string }],
      chunks: 1,
      seconds: expect.any(Number) as number,
    });
    const { hits } = (await docent("search", "paid leave")) as { hits: Record<string, unknown>[] };
    expect(hits[0]).toMatchObject({
      title: "Leave",
      heading: "Leave",
      page: null,
      routes: { "lexical-passage": { rank: 1, score: expect.any(Number) as number } },
    });
    expect(await docent("ask", "How many days of paid leave do I get a year?")).toMatchObject({
      runId: expect.stringMatching(/^run_/) as string,
      tier: "answer",
      text: expect.stringContaining("thirty days") as string,
      citations: [{ n: 1, title: "Leave", quote: expect.stringContaining("thirty days") as string }],
      milliseconds: { total: expect.any(Number) as number, firstText: expect.any(Number) as number },
    });
    await docent("remove", "handbook/leave.md");
    const { documents } = (await docent("list")) as { documents: Record<string, unknown>[] };
    expect(documents).toMatchObject([{ name: "handbook/broken.pdf", state: "failed" }]);
  },
);

test("a command refuses clearly when another process has the folder open", { timeout: 30_000 }, async () => {
  const held = await takeDataFolder(join(folder, "data"));

  expect(await docent("list")).toEqual({
    error: { code: "folder.in_use", message: expect.stringContaining(`process ${process.pid}`) as string },
  });
  await held.release();
});

test("a folder whose process died is taken over, and only its owner may read what lets commands in", async () => {
  const path = join(folder, "data");
  const held = await takeDataFolder(path);
  const file = join(path, "desk.json");
  expect((await stat(file)).mode & 0o077).toBe(0);
  const desk = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...desk, pid: 2 ** 22 + 1 }));

  expect(await findDesk(path)).toBeUndefined();
  const next = await takeDataFolder(path);
  expect(next.token).not.toBe(held.token);
  await next.release();
});

test(
  "documents are added with a category, and what is found is narrowed to it and to columns",
  { timeout: 90_000 },
  async () => {
    const rows = "Question,Answer,Region\nHow long is parental leave?,Fourteen weeks,China\n";
    await writeFile(join(folder, "faq.csv"), `${rows}How long is parental leave?,Twenty weeks,Global\n`);
    await writeFile(join(folder, "trips.md"), "# Trips\n\nParental trips are paid for.");
    await docent("add", join(folder, "faq.csv"), "--category", "People");
    await docent("add", join(folder, "trips.md"), "--category", "Travel");
    const titles = async (...narrowing: string[]) => {
      const { hits } = (await docent("search", "parental", ...narrowing)) as { hits: Record<string, unknown>[] };
      return hits.map(({ title, category }) => `${String(title)} (${String(category)})`);
    };

    expect(await titles("--category", "travel")).toEqual(["Trips (Travel)"]);
    expect(await titles("--where", "region=china")).toEqual(["faq (People)"]);
    expect(await docent("ask", "How long is parental leave?", "--where", "Region=Global")).toMatchObject({
      text: expect.stringContaining("Twenty weeks") as string,
      citations: [{ category: "People", metadata: { Region: "Global" } }],
    });
    expect(await docent("search", "parental", "--where", "Region=Mars")).toEqual({
      hits: [],
      unmatched: [{ name: "Region", values: ["Mars"] }],
    });
    expect(await docent("search", "parental", "--category", "Cars")).toMatchObject({
      error: { code: "category.unknown", message: 'There is no category "Cars". There are: People, Travel.' },
    });
    expect(await docent("search", "parental", "--where", "Region")).toMatchObject({
      error: { code: "where.unreadable" },
    });
  },
);
