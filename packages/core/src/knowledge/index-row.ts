import type { Embedder } from "../models/embedder.ts";
import { documentTerms } from "./analyze.ts";
import type { Piece } from "./extractor.ts";
import type { IndexRow } from "./search-index.ts";

/** How often a word of a part counts. Measured, see docs/benchmarks.md. */
const weights = { title: 3, headings: 3, question: 2, text: 1 };

/** A chunk and the document it stands in, on their way into the index. */
export interface Draft {
  chunk: Pick<Piece, "headings" | "text" | "question"> & { id: string; versionId: string };
  document: { id: string; access: string; title: string };
}

/** Texts embedded in one go: what is embedded is kept, so a process that is killed loses no more than this. */
const embeddedAtOnce = 256;
const analysedAtOnce = 64;

/** What the index holds of chunks: their words, where they stand, and their vectors when there is an embedder. */
export async function indexRows(drafts: readonly Draft[], embedder?: Embedder): Promise<IndexRow[]> {
  const rows: IndexRow[] = [];
  for (const { chunk, document } of drafts) {
    rows.push(indexRow(chunk, document));
    // analysing a long document must not keep others waiting
    if (rows.length % analysedAtOnce === 0) await new Promise(setImmediate);
  }
  if (!embedder) return rows;
  const { passages, questions } = embeddedTexts(drafts);
  const vectors = await embedAll(embedder, passages, "passage");
  const questionVectors = (await embedAll(embedder, questions, "query")).values();
  return rows.map((row, at) => {
    const vector = vectors[at];
    const questionVector = drafts[at]?.chunk.question ? questionVectors.next().value : undefined;
    return { ...row, ...(vector && { vector }), ...(questionVector && { questionVector }) };
  });
}

/** Every text that has a vector in the index. */
export function embeddedTexts(drafts: readonly Draft[]): { passages: string[]; questions: string[] } {
  return {
    passages: drafts.map(({ chunk, document }) => passageText(chunk, document.title)),
    questions: drafts.flatMap(({ chunk }) => chunk.question ?? []),
  };
}

/** What is embedded of a passage: where it stands says what it is about when the text alone does not. */
function passageText({ headings, text }: Pick<Piece, "headings" | "text">, title: string): string {
  const path = headings.filter((heading) => heading !== title).join("\n");
  return [title, path, text].filter(Boolean).join("\n");
}

async function embedAll(embedder: Embedder, texts: readonly string[], kind: "query" | "passage") {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += embeddedAtOnce) {
    vectors.push(...(await embedder.embed(texts.slice(from, from + embeddedAtOnce), kind)));
  }
  return vectors;
}

export function indexRow(chunk: Draft["chunk"], document: Draft["document"]): IndexRow {
  const row = {
    chunkId: chunk.id,
    versionId: chunk.versionId,
    documentId: document.id,
    access: document.access,
    terms: rowTerms(chunk, document.title),
  };
  return chunk.question ? { ...row, questionTerms: documentTerms(chunk.question).join(" ") } : row;
}

/** Title, headings and question say in few words what the text is about, so their words count more than once. */
function rowTerms({ headings, text, question }: Pick<Piece, "headings" | "text" | "question">, title: string) {
  const path = headings.filter((heading) => heading !== title).join("\n");
  const parts: [string, number][] = [
    [title, weights.title],
    [path, weights.headings],
    [question ?? "", weights.question],
    [text, weights.text],
  ];
  return parts
    .flatMap(([part, times]) => Array<string>(times).fill(documentTerms(part).join(" ")))
    .filter(Boolean)
    .join(" ");
}
