import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processExtractor } from "@docent/core/knowledge/process-extractor";

const extractor = processExtractor();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "docent-extract-"));
});
afterAll(async () => {
  await extractor.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array) {
  const location = path.join(folder, "content");
  await writeFile(location, content);
  return { path: location, name };
}

test("a file comes back as a title and pieces", async () => {
  const extraction = await extractor.extract(await file("leave.md", "# Leave\n\nTen days.\n\n## How\n\nAsk first."));

  expect(extraction).toEqual({
    title: "Leave",
    pieces: [{ kind: "passage", headings: ["Leave"], text: "# Leave\n\nTen days.\n\n## How\n\nAsk first." }],
    milliseconds: { extract: expect.any(Number), split: expect.any(Number) },
  });
});

test("questions and answers come back as such", async () => {
  const { pieces } = await extractor.extract(
    await file("x(1).faq", "\ufeffQuestion: 几点？\r\nAnswer: 七点。\r\n=====\r\n"),
  );

  expect(pieces).toEqual([{ kind: "question", headings: [], question: "几点？", text: "七点。" }]);
});

test.each([
  ["an empty file", "a.txt", "", "file.empty", /empty/],
  ["a file of blanks", "a.md", "  \n\n", "file.empty", /no text/],
  ["a picture called .pdf", "a.pdf", "\x89PNG\r\n\x1a\n\0\0", "file.mislabelled", /really a PNG picture/],
  ["text called .docx", "a.docx", "hello", "file.mislabelled", /holds plain text/],
  ["something unknown", "a.xyz", "hello", "file.unsupported", /\.md.*\.pdf/],
  ["a program called .txt", "a.txt", "\x7fELF\0\0\0", "file.mislabelled", /program/],
  ["noise called .txt", "a.txt", "\x01\x02\0\x03\x04\0\x05ab\x06\x07", "file.unreadable", /does not hold text/],
  ["a damaged archive called .xlsx", "a.xlsx", "PK\x03\x04 and then nothing", "file.unreadable", /damaged/],
])("%s is refused in words", async (_, name, content, code, message) => {
  const attempt = extractor.extract(await file(name, Buffer.from(content, "latin1")));

  await expect(attempt).rejects.toMatchObject({
    name: "PublicError",
    kind: "invalid",
    code,
    message: expect.stringMatching(message),
  });
});

test("a text of two gigabytes is refused before it is read", async () => {
  const huge = await file("log.txt", "x".repeat(5000));
  await truncate(huge.path, 2 * 1024 ** 3);
  const start = performance.now();

  await expect(extractor.extract(huge)).rejects.toMatchObject({
    code: "file.too_large",
    message: expect.stringContaining("2048 MB"),
  });
  expect(performance.now() - start).toBeLessThan(1000);
});
