import type { Embedder } from "../../models/embedder.ts";
import { documentTerms } from "../text/analyze.ts";
import type { Draft, Trigger } from "./draft.ts";
import type { Piece } from "../ingest/extractor.ts";
import type { IndexRow } from "./search-index.ts";
import { tagsOf } from "./tag.ts";

/** How often a word of a part counts. Measured, see docs/benchmarks.md. */
const weights = { title: 3, headings: 3, question: 2, text: 1 };

/** Texts embedded in one go: what is embedded is kept, so a process that is killed loses no more than this. */
const embeddedAtOnce = 256;
const analysedAtOnce = 64;

/** A row, and the texts that its vectors stand for. */
interface Made {
  row: IndexRow;
  passage?: string;
  question?: string;
}

/** What the index holds of chunks: their words, where they stand, and their vectors when there is an embedder. */
export async function indexRows(drafts: readonly Draft[], embedder?: Embedder): Promise<IndexRow[]> {
  const made: Made[] = [];
  for (const draft of drafts) {
    made.push(...madeOf(draft));
    // analysing a long document must not keep others waiting
    if (made.length % analysedAtOnce === 0) await new Promise(setImmediate);
  }
  if (!embedder) return made.map(({ row }) => row);
  const { passages, questions } = textsOf(made);
  const vectors = (await embedAll(embedder, passages, "passage")).values();
  const questionVectors = (await embedAll(embedder, questions, "query")).values();
  return made.map(({ row, passage, question }) => {
    const vector = passage === undefined ? undefined : vectors.next().value;
    const questionVector = question === undefined ? undefined : questionVectors.next().value;
    return { ...row, ...(vector && { vector }), ...(questionVector && { questionVector }) };
  });
}

/** Every text that has a vector in the index. */
export function embeddedTexts(drafts: readonly Draft[]): { passages: string[]; questions: string[] } {
  return textsOf(drafts.flatMap(madeOf));
}

/** How many rows the index holds of these chunks. */
export function countRows(drafts: readonly Draft[]): number {
  return drafts.reduce((sum, { triggers }) => sum + 1 + triggers.length, 0);
}

function textsOf(made: readonly Made[]): { passages: string[]; questions: string[] } {
  return {
    passages: made.flatMap(({ passage }) => passage ?? []),
    questions: made.flatMap(({ question }) => question ?? []),
  };
}

function madeOf(draft: Draft): Made[] {
  return [madeOfChunk(draft), ...draft.triggers.map((trigger) => madeOfTrigger(draft, trigger))];
}

function madeOfChunk({ chunk, document }: Draft): Made {
  const row = { ...placeOf({ chunk, document }), terms: rowTerms(chunk, document.title) };
  const passage = passageText(chunk, document.title);
  if (!chunk.question) return { row, passage };
  return { row: { ...row, questionTerms: termsOf(chunk.question) }, passage, question: chunk.question };
}

function madeOfTrigger({ chunk, document }: Draft, { id, kind, text }: Trigger): Made {
  const row = { ...placeOf({ chunk, document }), trigger: id };
  if (kind === "question") return { row: { ...row, questionTerms: termsOf(text) }, question: text };
  const summary = { headings: chunk.headings, text };
  return { row: { ...row, terms: rowTerms(summary, document.title) }, passage: passageText(summary, document.title) };
}

function placeOf({ chunk, document }: Pick<Draft, "chunk" | "document">): Omit<IndexRow, "terms"> {
  return {
    chunkId: chunk.id,
    versionId: chunk.versionId,
    documentId: document.id,
    access: document.access,
    labels: document.labels,
    tags: tagsOf(chunk.metadata),
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
    .flatMap(([part, times]) => Array<string>(times).fill(termsOf(part)))
    .filter(Boolean)
    .join(" ");
}

function termsOf(text: string): string {
  return documentTerms(text).join(" ");
}
