import type { Embedder } from "../../models/embedder.ts";
import type { Scope } from "../../scope.ts";
import { queryTerms } from "../text/analyze.ts";
import { backgroundOf, type Background } from "./background.ts";
import type * as Generation from "../index/generation.ts";
import { lexicalHits, type LexicalHits } from "./lexical.ts";
import {
  lexicalRoutes,
  vectorRoutes,
  type IndexHit,
  type LexicalRoute,
  type VectorRoute,
} from "../index/search-index.ts";
import type { Script } from "../text/script.ts";
import * as Vocabulary from "../vocabulary/vocabulary.ts";

/** What to look for, and where. */
export interface Search {
  text: string;
  /** Only under these access terms. */
  access: readonly string[];
  /** Only what has at least one tag of each list. */
  having: readonly (readonly string[])[];
  /** Hits per route. */
  limit: number;
  synonyms: boolean;
  typos: boolean;
}

/** A wording of the question: its own first, then with synonyms, then with what was misspelt put right. */
export interface Wording {
  kind: "asked" | "synonyms" | "spelling";
  terms: string[];
  passage: LexicalHits;
  question: LexicalHits;
}

export interface Understood {
  vector: Float32Array;
  /** The question's cosine with an arbitrary passage, per route and script. */
  background: Record<VectorRoute, Record<Script, number>>;
}

export interface Meaning {
  hits: Record<VectorRoute, IndexHit[]>;
  background: Understood["background"];
}

/** Looks on the lexical routes, in every wording of the question. */
export async function byWords(scope: Scope, space: Generation.Space, search: Search): Promise<Wording[]> {
  const lists = search.synonyms
    ? Vocabulary.variants(search.text, await Vocabulary.load(scope))
    : [queryTerms(search.text)];
  const look = async (kind: Wording["kind"], terms: string[]): Promise<Wording> => {
    const [passage, question] = await Promise.all(
      lexicalRoutes.map((route) => lexicalHits(scope, space, { ...search, route, terms })),
    );
    if (!passage || !question) throw new Error("a lexical route without hits");
    return { kind, terms, passage, question };
  };
  const wordings = await Promise.all(lists.map((terms, index) => look(index === 0 ? "asked" : "synonyms", terms)));
  const [asked] = wordings;
  if (!search.typos || !asked || asked.passage.unknown.length === 0) return wordings;
  const corrected = await correct(scope, space, asked, search.access);
  return corrected ? [...wordings, await look("spelling", corrected)] : wordings;
}

/** The terms with those that no text holds replaced by what they may be a misspelling of; undefined when nothing is near. */
async function correct(
  scope: Scope,
  space: Generation.Space,
  { terms, passage }: Wording,
  access: readonly string[],
): Promise<string[] | undefined> {
  const route: LexicalRoute = "lexical-passage";
  const found = await Promise.all(passage.unknown.map((term) => scope.index.correct(space, route, term, access)));
  const right = new Map(passage.unknown.map((term, index) => [term, found[index]]));
  if (found.every((term) => term === undefined)) return undefined;
  return [...new Set(terms.map((term) => right.get(term) ?? term))];
}

/** What the question means: its vector, and what an arbitrary passage scores with it. Throws what the embedder throws. */
export async function understand(
  scope: Scope,
  space: Generation.Space,
  embedder: Embedder,
  text: string,
): Promise<Understood> {
  const [[vector], background] = await Promise.all([
    embedder.embed([text], "query"),
    backgroundOf(scope, space, embedder),
  ]);
  if (!vector) throw new Error("a question without a vector");
  return { vector, background: cosines(vector, background) };
}

/** Looks on the vector routes. */
export async function byMeaning(
  scope: Scope,
  space: Generation.Space,
  { vector, background }: Understood,
  { access, having, limit }: Search,
): Promise<Meaning> {
  const [passage = [], question = []] = await Promise.all(
    vectorRoutes.map((route) => scope.index.search(space, { access, having, limit, route, vector })),
  );
  return { hits: { "vector-passage": passage, "vector-question": question }, background };
}

function cosines(vector: Float32Array, background: Background): Meaning["background"] {
  const of = (route: VectorRoute) => ({
    han: dot(vector, background[route].han),
    other: dot(vector, background[route].other),
  });
  return { "vector-passage": of("vector-passage"), "vector-question": of("vector-question") };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
