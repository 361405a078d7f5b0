import { documentTerms } from "./analyze.ts";
import type { Piece } from "./extractor.ts";
import type { IndexRow } from "./search-index.ts";

/** How often a word of a part counts. Measured, see docs/benchmarks.md. */
const weights = { title: 3, headings: 3, question: 2, text: 1 };

/** What the index holds of a chunk: its words, and where it stands. */
export function indexRow(
  chunk: Pick<Piece, "headings" | "text" | "question"> & { id: string; versionId: string },
  document: { id: string; libraryId: string; title: string },
): IndexRow {
  const row = {
    chunkId: chunk.id,
    versionId: chunk.versionId,
    documentId: document.id,
    libraryId: document.libraryId,
    terms: rowTerms(chunk, document.title),
  };
  return chunk.question ? { ...row, questionTerms: documentTerms(chunk.question).join(" ") } : row;
}

/** Title, headings and question say in few words what the text is about, so their words count more than once. */
export function rowTerms({ headings, text, question }: Pick<Piece, "headings" | "text" | "question">, title: string) {
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
