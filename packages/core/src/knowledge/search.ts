import { z } from "zod";
import { PublicError } from "../error.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { Scope } from "../scope.ts";
import { queryTerms } from "./analyze.ts";
import type { Measure } from "./cut.ts";
import { fuse, type Ranked } from "./fuse.ts";
import { lexicalHits, strengthOf } from "./lexical.ts";
import * as Generation from "./generation.ts";
import * as Library from "./library.ts";
import * as Passages from "./passages.ts";
import { rerank } from "./rerank.ts";
import { vectorRoutes, type IndexHit, type Route, type VectorRoute } from "./search-index.ts";

export const Query = z.object({
  text: z.string(),
  /** Search only these; all that the actor may read when absent. */
  libraryIds: z.array(z.string()).max(1000).optional(),
  limit: z.int().min(1).max(50).default(10),
});

export interface Hit extends Passages.Passage {
  score: number;
  /** Raw score and rank on every route that found it. */
  routes: Record<string, { score: number; rank: number }>;
}

export type Evidence = Partial<Record<Measure, number>>;

export interface Found {
  hits: Hit[];
  /** How much of a perfect match of the question the best hit reached, from 0 to 1; see `strengthCut`. */
  strength: number;
  /** The best value of each measure that had anything to measure, on its own scale; what cuts are held against. */
  evidence: Evidence;
  libraryIds: string[];
  /** Analyzer and embedder the index was built with. */
  generation: string;
  /** What each route found, best first, with its own scores. */
  routes: Record<string, IndexHit[]>;
  milliseconds: Record<string, number>;
}

/** Below this strength, what was found does not answer the question. Measured, see docs/benchmarks.md. */
export const strengthCut = 0.42;

/** More on questions lifts weak questions above good passages; measured, see docs/decisions/011. Vectors are not measured yet. */
const weights = {
  "lexical-passage": 1,
  "lexical-question": 1.2,
  "vector-passage": 1,
  "vector-question": 1.2,
} satisfies Record<Route, number>;
const questionCharactersMax = 8_000;

/** Searches what the actor may read. The chat, the search page, evaluation and the API all come through here. */
export async function run(scope: Scope, input: z.infer<typeof Query>): Promise<Found> {
  const { text, limit, libraryIds: asked } = input;
  refuseTooLong(text);
  const watch = stopwatch();

  const readable = await Library.readable(scope);
  const libraryIds = asked ? readable.filter((id) => asked.includes(id)) : readable;
  const space = await Generation.current(scope);
  const terms = queryTerms(text);
  watch.lap("prepare");

  const query = { libraryIds, terms, limit: Math.max(30, 2 * limit) };
  const [passage, question, vectors] = await Promise.all([
    lexicalHits(scope, space, { ...query, route: "lexical-passage" }),
    lexicalHits(scope, space, { ...query, route: "lexical-question" }),
    vectorHits(scope, space, text, query),
  ]);
  watch.lap("index");

  const found = [passage.hits, question.hits, vectors["vector-passage"], vectors["vector-question"]].flat();
  const passages = await Passages.load(scope, found, libraryIds);
  watch.lap("load");

  const routes = {
    "lexical-passage": visible(passage.hits, passages),
    "lexical-question": visible(question.hits, passages),
    "vector-passage": visible(vectors["vector-passage"], passages),
    "vector-question": visible(vectors["vector-question"], passages),
  };
  const evidence: Evidence = {
    "lexical-passage": strengthOf({ ...passage, hits: routes["lexical-passage"] }),
    "lexical-question": strengthOf({ ...question, hits: routes["lexical-question"] }),
  };
  for (const route of vectorRoutes) {
    const best = routes[route][0];
    if (best) evidence[route] = best.score;
  }
  const strength = Math.max(evidence["lexical-passage"] ?? 0, evidence["lexical-question"] ?? 0);
  const ranked: Record<Route, Ranked[]> = {
    "lexical-passage": rerank(text, { ...passage, hits: routes["lexical-passage"] }, passages),
    "lexical-question": routes["lexical-question"].map((hit) => ({ ...hit, share: hit.score / question.perfect })),
    "vector-passage": spread(routes["vector-passage"]),
    "vector-question": spread(routes["vector-question"]),
  };
  const hits = fuse(ranked, weights).flatMap(({ chunkId, ...fused }) => {
    const passage = passages.get(chunkId);
    return passage ? [{ ...passage, ...fused }] : [];
  });
  watch.lap("fuse");
  return {
    hits: withoutRepetitions(hits).slice(0, limit),
    strength,
    evidence,
    libraryIds,
    generation: space.generation,
    routes: Object.fromEntries(Object.entries(routes).filter(([, hits]) => hits.length > 0)),
    milliseconds: watch.milliseconds,
  };
}

function refuseTooLong(text: string): void {
  if (text.length <= questionCharactersMax) return;
  throw new PublicError(
    "invalid",
    "search.question_too_long",
    `A question may have ${questionCharactersMax.toLocaleString("en")} characters; this one has ${text.length.toLocaleString("en")}. ` +
      "Ask for one thing at a time, and add long texts as documents.",
  );
}

/** Search goes on without vectors when the embedder cannot be reached. */
async function vectorHits(
  scope: Scope,
  space: Generation.Space,
  text: string,
  query: { libraryIds: string[]; limit: number },
): Promise<Record<VectorRoute, IndexHit[]>> {
  const none = { "vector-passage": [], "vector-question": [] };
  const embedder = query.libraryIds.length > 0 ? await ModelConnection.embedder(scope) : undefined;
  // at the moment of a switch the one may be known already and the other not yet
  if (!embedder || embedder.id !== space.embedder) return none;
  try {
    const [vector] = await embedder.embed([text], "query");
    if (!vector) return none;
    const [passage, question] = await Promise.all(
      vectorRoutes.map((route) => scope.index.search(space, { ...query, route, vector })),
    );
    return { "vector-passage": passage ?? [], "vector-question": question ?? [] };
  } catch (error) {
    scope.log.warn("search.embedder_failed", { embedder: embedder.id, error });
    return none;
  }
}

function visible(hits: readonly IndexHit[], passages: ReadonlyMap<string, Passages.Passage>): IndexHit[] {
  return hits.filter((hit) => passages.has(hit.chunkId));
}

/** Cosines have no perfect match to be measured against: the best hit of the list counts 1, the last nothing. */
function spread(hits: readonly IndexHit[]): Ranked[] {
  const best = hits[0]?.score ?? 0;
  const range = best - (hits.at(-1)?.score ?? 0);
  return hits.map((hit) => ({ ...hit, share: range > 0 ? 1 - (best - hit.score) / range : 1 }));
}

/** The same text in several documents is shown once, where it ranks best. */
function withoutRepetitions(hits: readonly Hit[]): Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ text, question }) => {
    const key = JSON.stringify([question, text]);
    return !seen.has(key) && seen.add(key);
  });
}

function stopwatch() {
  const milliseconds: Record<string, number> = {};
  let last = performance.now();
  return {
    milliseconds,
    lap(name: string) {
      const now = performance.now();
      milliseconds[name] = Math.round(now - last);
      last = now;
    },
  };
}
