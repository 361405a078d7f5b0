import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PublicError } from "@docent/core/error";
import * as Markdown from "@docent/core/knowledge/extract/markdown";
import { processExtractor } from "@docent/core/knowledge/ingest/process-extractor";
import { docxOf, htmlOf, paragraphsOf, slidesOf, workbookOf } from "../fixtures/documents.ts";
import { printer, scanned } from "./extract-scans.ts";
import { meanOf, score, type Score } from "./extract-score.ts";
import { truthOf } from "./extract-truth.ts";
import { round } from "./figures.ts";

const demo = new URL("../../packages/functions/src/local/demo/", import.meta.url);
const documents = ["asking", "command-line", "data", "documents"];

interface Sample {
  format: string;
  language: string;
  name: string;
  content: Uint8Array | string;
  pages: number | null;
  /** What of the document the format can hold. */
  holds: "all" | "tables" | "plain";
}

interface Result extends Score {
  format: string;
  language: string;
  files: number;
  /** Codes of the errors of those that failed. */
  failed: string[];
  pagesPerSecond: number | null;
  seconds: number;
}

/**
 * How much of a document comes through each format: the handbook that Docent brings along, in Chinese and English, is
 * written in each of them, read back through the reading process, and compared. Scans are its printed pages drawn at 150
 * dots an inch; "worn" ones are askew by .8 degrees, blurred, grey, specked and packed hard. Without Chromium, PDF and
 * scans are left out. `--documents` says how many of the four documents are taken.
 */
export async function run(args: string[]) {
  const { values } = parseArgs({ args, options: { documents: { type: "string", default: "4" } } });
  const folder = await mkdtemp(join(tmpdir(), "docent-bench-"));
  const extractor = processExtractor();
  const browser = await printer();
  const results = new Map<string, { scores: Score[]; failed: string[]; milliseconds: number; pages: number | null }>();
  try {
    for (const language of ["zh", "en"]) {
      for (const name of documents.slice(0, Number(values.documents))) {
        const source = await readFile(new URL(`${language}/${name}.md`, demo), "utf8");
        for await (const sample of samplesOf(source, language, browser)) {
          const key = `${sample.format} ${language}`;
          const result = results.get(key) ?? { scores: [], failed: [], milliseconds: 0, pages: null };
          results.set(key, result);
          const path = join(folder, "file");
          await writeFile(path, sample.content);
          try {
            const { pieces, milliseconds } = await extractor.extract({ path, name: sample.name });
            const markdown = pieces.map((piece) => piece.text).join("\n\n");
            result.scores.push(scoreOf(source, markdown, sample));
            result.milliseconds += milliseconds.extract + milliseconds.split;
            if (sample.pages !== null) result.pages = (result.pages ?? 0) + sample.pages;
          } catch (error) {
            if (!(error instanceof PublicError)) throw error;
            result.failed.push(error.code);
          }
        }
      }
    }
  } finally {
    await browser?.close();
    await extractor.close();
    await rm(folder, { recursive: true });
  }
  return Array.from(results, ([key, { scores, failed, milliseconds, pages }]): Result => {
    const [format = "", language = ""] = key.split(" ");
    const seconds = round(milliseconds / 1000, 2);
    const pagesPerSecond = pages === null ? null : round(pages / (milliseconds / 1000), 2);
    return {
      format,
      language,
      files: scores.length + failed.length,
      failed,
      ...meanOf(scores),
      pagesPerSecond,
      seconds,
    };
  });
}

function scoreOf(source: string, markdown: string, { format, holds }: Sample): Score {
  const truth = truthOf(source);
  if (holds === "tables") Object.assign(truth, { sentences: [], headings: [], links: [] });
  if (holds === "plain") Object.assign(truth, { headings: [], rows: [], links: [] });
  return score(truth, markdown, format.startsWith("scan"));
}

async function* samplesOf(
  source: string,
  language: string,
  browser: Awaited<ReturnType<typeof printer>>,
): AsyncGenerator<Sample> {
  const sample = (format: string, name: string, content: Sample["content"], more: Partial<Sample> = {}): Sample => {
    return { format, language, name, content, pages: null, holds: "all", ...more };
  };
  const plain = Markdown.read(source).blocks.map((block) => block.text ?? block.markdown);
  yield sample("md", "a.md", source);
  yield sample("txt", "a.txt", plain.join("\n\n"), { holds: "plain" });
  yield sample("html", "a.html", htmlOf(source, true));
  yield sample("json", "a.json", paragraphsOf(source));
  yield sample("docx", "a.docx", await docxOf(source));
  yield sample("pptx", "a.pptx", slidesOf(source));
  const workbook = workbookOf(source);
  if (workbook) yield sample("xlsx", "a.xlsx", workbook, { holds: "tables" });
  if (!browser) return;
  const pdf = await browser.print(htmlOf(source, false));
  const clean = await scanned(pdf, false);
  const worn = await scanned(pdf, true);
  yield sample("pdf", "a.pdf", pdf, { pages: clean.pages });
  yield sample("scan", "scan.pdf", clean.pdf, { pages: clean.pages });
  yield sample("scan-worn", "scan.pdf", worn.pdf, { pages: worn.pages });
}
