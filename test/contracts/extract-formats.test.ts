import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import type { Piece } from "@docent/core/knowledge/ingest/extractor";
import { docxOf, htmlOf, paragraphsOf, slidesOf, workbookOf } from "../fixtures/documents.ts";

const extractor = processExtractor();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "docent-formats-"));
});
afterAll(async () => {
  await extractor.close();
  await rm(folder, { recursive: true });
});

async function extract(name: string, content: Uint8Array | string): Promise<Piece[]> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return (await extractor.extract({ path: file, name })).pieces;
}

const cities = Array.from(
  { length: 150 },
  (_, n) => `| City ${n} | ${100 + n}.50 | from the first day of month ${n} |`,
);
const steps = Array.from({ length: 120 }, (_, n) => `book --city ${n} --rate ${n * 3} --note "line ${n}"`);
const source = [
  "# Handbook",
  "This handbook holds for everybody who travels. ".repeat(12),
  "## Travel",
  "Journeys are booked through the desk. ".repeat(30),
  "### Rates",
  ["| City | Rate | Valid |", "| --- | --- | --- |", ...cities].join("\n"),
  "## Booking",
  `See [the form](https://example.org/form?a=1) and ![a map](https://example.org/map.png).`,
  ["```sh", ...steps, "```"].join("\n"),
].join("\n\n");

const texts = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text);

test.each<[string, () => Promise<Uint8Array | string> | Uint8Array | string, string[]]>([
  ["a.md", () => source, ["Handbook", "Travel", "Rates"]],
  ["a.html", () => htmlOf(source, true), ["Handbook", "Travel", "Rates"]],
  ["a.docx", () => docxOf(source), ["Handbook", "Travel", "Rates"]],
  ["a.json", () => paragraphsOf(source), ["Handbook", "Travel", "Rates"]],
  // slides have two levels: the presentation's title and their own
  ["a.pptx", () => slidesOf(source), ["Handbook", "Rates"]],
  ["a.xlsx", () => workbookOf(source) ?? "", ["Sheet1"]],
])(
  "%s: a long table stands under its path of headings and repeats its header in every piece",
  async (name, content, headings) => {
    const pieces = await extract(name, await content());

    const tables = pieces.filter((piece) => /^\| City \d+/m.test(piece.text));
    expect(tables.length).toBeGreaterThan(3);
    for (const piece of tables) {
      expect(piece.headings).toEqual(headings);
      expect(piece.text).toMatch(/\| City +\| Rate +\| Valid +\|\n\| -/);
    }
    const rows = tables.flatMap((piece) => piece.text.match(/^\| City \d+/gm) ?? []);
    expect(rows).toEqual(cities.map((city) => /^\| City \d+/.exec(city)?.[0]));
  },
);

test.each<[string, () => string]>([
  ["a.md", () => source],
  ["a.html", () => htmlOf(source, true)],
  ["a.json", () => paragraphsOf(source)],
  ["a.wiki.json", () => JSON.stringify([{ "https://wiki.example.org/travel": [source] }])],
])("%s: code is never parted outside its fence, and links and pictures stay", async (name, content) => {
  const pieces = await extract(name, content());

  const coded = texts(pieces).filter((text) => text.includes("book --city"));
  expect(coded.length).toBeGreaterThan(1);
  for (const text of coded) {
    expect(text.match(/^```/gm)).toHaveLength(2);
    const outside = text.replace(/^```[\s\S]*?^```$/gm, "");
    expect(outside).not.toContain("book --city");
  }
  expect(coded.join("\n").match(/^book --city \d+/gm)).toHaveLength(steps.length);
  expect(texts(pieces).join("\n")).toContain("[the form](https://example.org/form?a=1)");
  expect(texts(pieces).join("\n")).toContain("![a map](https://example.org/map.png)");
});

test("slides keep their numbers as pages", async () => {
  const pieces = await extract("a.pptx", slidesOf(source));

  expect(pieces.find((piece) => piece.text.includes("| City 0 |"))?.page).toBe(3);
});
