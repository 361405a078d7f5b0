import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PublicError } from "@docent/core/error";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import {
  bombs,
  circular,
  disguised,
  encrypted,
  oversized,
  soundFiles,
  truncated,
  unspeakable,
  type HostileFile,
} from "../fixtures/hostile.ts";

const limits = { timeoutMs: 4000, pageTimeoutMs: 4000, residentBytesMax: 500 * 1024 ** 2 };
const extractor = processExtractor(limits);
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "docent-hostile-"));
});
afterAll(async () => {
  await extractor.close();
  await rm(folder, { recursive: true });
});

/** "read", or the last part of the code of a typed error; anything else is thrown. */
async function endOf({ name, content }: Pick<HostileFile, "name" | "content">): Promise<string> {
  const location = path.join(folder, String(files++));
  await writeFile(location, content);
  try {
    await extractor.extract({ path: location, name });
    return "read";
  } catch (error) {
    if (!(error instanceof PublicError) || !error.code.startsWith("file.")) throw error;
    return error.code.slice("file.".length);
  } finally {
    await rm(location);
  }
}

test("sound files of every format are read", async () => {
  const ends = [];
  for (const file of soundFiles()) ends.push([file.name, await endOf(file)]);

  // the small pictures show no text
  const pictures = new Set(["a.png", "a.jpg", "a.webp", "a.tif"]);
  expect(ends).toEqual(ends.map(([name = ""]) => [name, pictures.has(name) ? "no_text" : "read"]));
});

test("files that broke off at any tenth are read as far as they go or refused with a reason", async () => {
  const ends = new Set<string>();
  for (const file of truncated()) ends.add(await endOf(file));

  const reasons = ["empty", "incomplete_answer", "mislabelled", "no_text", "read", "unreadable"];
  expect([...ends].filter((end) => !reasons.includes(end))).toEqual([]);
});

test.each([
  ["locked with a password", encrypted],
  ["that grow without end", bombs],
  ["of more cells and pages than anybody reads", oversized],
  ["whose parts lead in circles", circular],
  ["that are not what they are called", disguised],
  ["with names and letters that break programs", unspeakable],
])(
  "files %s end in a reason within their limits, and the next one is read",
  async (_, corpus) => {
    for (const file of corpus()) {
      const end = await endOf(file);
      expect(file.ends, `${file.name.slice(0, 40)} ended as ${end}`).toContain(end);
      expect(await endOf({ name: "next.txt", content: Buffer.from("next") })).toBe("read");
    }
  },
  60_000,
);
