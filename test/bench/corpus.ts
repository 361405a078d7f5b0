import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chunkTable } from "@docent/core/db/schema";
import * as Document from "@docent/core/knowledge/document";
import * as Library from "@docent/core/knowledge/library";
import * as Version from "@docent/core/knowledge/version";
import type { Scope } from "@docent/core/scope";
import { randomNumbers } from "./figures.ts";

const filesAtOnce = 64;
const rowsPerSheet = 500;
const questionMax = 300;
const answerMax = 800;

/**
 * Fills a library with the files below a folder, or with made-up ones, and then with sheets of questions and answers
 * until there are so many passages: the headings of the files, with what stands under them.
 */
export async function fill(scope: Scope, folder: string | undefined, passages = 0): Promise<void> {
  const library = await Library.create(scope, { name: "Bench" });
  await send(scope, library.id, folder ? filesBelow(folder) : madeUp(2_000));
  for await (const sheet of folder ? questionSheets(folder) : []) {
    if ((await scope.db.$count(chunkTable)) >= passages) break;
    await send(scope, library.id, [sheet]);
  }
}

async function send(
  scope: Scope,
  libraryId: string,
  files: AsyncIterable<Version.NewFile> | Iterable<Version.NewFile>,
): Promise<void> {
  let waiting: string[] = [];
  let batch: Version.NewFile[] = [];
  const add = async () => {
    waiting.push(...(await Version.add(scope, libraryId, batch)).map(({ documentId }) => documentId));
    batch = [];
  };
  for await (const file of files) {
    batch.push(file);
    if (batch.length === filesAtOnce) await add();
  }
  if (batch.length > 0) await add();
  while (waiting.length > 0) {
    const states = await Document.states(scope, waiting.slice(0, filesAtOnce));
    const done = new Set(states.filter(({ state }) => state !== "queued" && state !== "working").map(({ id }) => id));
    waiting = waiting.filter((id) => !done.has(id));
    if (done.size === 0) await setTimeout(200);
  }
}

async function* filesBelow(folder: string): AsyncIterable<{ name: string; content: Uint8Array }> {
  const top = resolve(folder);
  for (const entry of await readdir(top, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) yield { name: relative(top, path), content: await readFile(path) };
  }
}

/** Sheets of questions: of each Markdown file's headings, and as the answer the first words under each. */
async function* questionSheets(folder: string): AsyncIterable<Version.NewFile> {
  let rows: string[] = [];
  let number = 0;
  const sheet = (): Version.NewFile => {
    const content = new TextEncoder().encode(["Question,Answer", ...rows].join("\n"));
    rows = [];
    return { name: `questions-${number++}.csv`, content };
  };
  for await (const { content } of filesBelow(folder)) {
    const [title = "", ...sections] = new TextDecoder().decode(content).split(/^#{1,6} +/m);
    const subject = (sections.shift() ?? title).split("\n")[0] ?? "";
    for (const section of sections) {
      const [heading = "", ...lines] = section.split("\n");
      const answer = lines.join("\n").trim().slice(0, answerMax);
      if (heading.trim() && answer)
        rows.push([`${heading}: ${subject}?`.slice(0, questionMax), answer].map(cell).join(","));
      if (rows.length === rowsPerSheet) yield sheet();
    }
  }
  if (rows.length > 0) yield sheet();
}

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Documents of made-up words, some frequent and most rare, as in real text. The same every time. */
function* madeUp(documents: number): Iterable<Version.NewFile> {
  const random = randomNumbers(42);
  const words = (count: number) =>
    Array.from({ length: count }, () => `word${Math.floor(random() ** 3 * 20_000).toString(36)}`).join(" ");
  for (let number = 0; number < documents; number++) {
    const sections = Array.from({ length: 8 }, () => `## ${words(4)}\n\n${words(120)}.`);
    const content = new TextEncoder().encode(`# ${words(3)}\n\n${sections.join("\n\n")}\n`);
    yield { name: `${number}.md`, content };
  }
}
