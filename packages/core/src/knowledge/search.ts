import { z } from "zod";
import { PublicError } from "../error.ts";
import type { Scope } from "../scope.ts";
import { readable } from "./access/access.ts";
import { coverage } from "./ranking/coverage.ts";
import * as Cut from "./cut.ts";
import * as Facets from "./description/facets.ts";
import * as Condition from "./description/condition.ts";
import { Filter, type Said } from "./description/filter.ts";
import { fuse, type Fused, type Ranked } from "./ranking/fuse.ts";
import * as Generation from "./index/generation.ts";
import * as Managed from "./managed/retrieval.ts";
import * as Passages from "./passages.ts";
import { byMeaning, byWords, understand, type Meaning, type Search, type Wording } from "./ranking/recall.ts";
import { scriptOf } from "./text/script.ts";
import { leading, rankedRoutes, type Lead } from "./ranking/route-ranking.ts";
import { readAgainMax, secondLook, type SecondLook } from "./ranking/second-look.ts";
import type { IndexHit, Route } from "./index/search-index.ts";
import * as Trigger from "./chunk/trigger.ts";
import { stopwatch } from "./stopwatch.ts";

/** What a search may leave out or decide otherwise, to see what difference it makes. */
export const Settings = z
  .strictObject({
    vectors: z.boolean(),
    rerank: z.boolean(),
    synonyms: z.boolean(),
    typos: z.boolean(),
    cuts: z.partialRecord(z.enum(Cut.measures), z.strictObject({ hard: z.number(), soft: z.number() })),
  })
  .partial();
export type Settings = z.infer<typeof Settings>;

export const Query = z.strictObject({
  text: z.string(),
  /** Search only these; all that the actor may read when absent. */
  libraryIds: z.array(z.string()).max(1000).optional(),
  /** Search only what has these categories and values. */
  filter: Filter.optional(),
  limit: z.int().min(1).max(50).default(10),
  settings: Settings.optional(),
});

export interface Hit extends Passages.Passage, Omit<Fused, "chunkId"> {
  /** What was written for it and led to it, on the route where that ranked best. */
  written?: Lead;
  /** Whether it is written in another script than the question. */
  across: boolean;
}

export interface Found {
  hits: Hit[];
  /** The best value of each measure that had anything to measure, on its own scale: what is held against the cuts. */
  evidence: Cut.Values;
  cuts: Cut.Places;
  decision: Cut.Decision;
  libraryIds: string[];
  /** What it was narrowed to, with categories by id; absent when it was not. */
  filter?: Filter;
  /** The same for people. */
  conditions: Said[];
  /** Conditions that nothing fits which the actor may read: looked for when nothing was found. */
  unmatched?: Said[];
  /** How many of the hits come from knowledge bases elsewhere, on which no cut was measured. */
  managed: number;
  /** Analyzer and embedder the index was built with. */
  generation: string;
  /** What the question was searched for as, besides its own words. */
  wordings: { kind: Wording["kind"]; terms: string[] }[];
  /** What each route found, best first, with its raw scores and shares. */
  routes: Partial<Record<Route, Ranked[]>>;
  /** The order before the reranker, as far as it could read. */
  fused: Pick<Hit, "chunkId" | "documentId" | "score" | "words" | "meaning">[];
  /** Absent without a reranker. */
  reranked?: Omit<SecondLook<Hit>, "hits">;
  /** What was missing, such as `embedder.failed`: the search did without. */
  degraded?: string;
  milliseconds: Record<string, number>;
}

const questionCharactersMax = 8_000;
/** How rare a word is says nothing among so few passages, and shares by words build on that. */
const fewPassages = 50;

/** What is not in use yet and is tried. */
export interface Tried {
  rerankerId?: string;
  /** The generation that is built and waits to be taken into use. */
  nextIndex?: boolean;
}

/** Searches what the actor may read. The chat, the search page, evaluation and the API all come through here. */
export async function run(scope: Scope, input: z.input<typeof Query>, tried: Tried = {}): Promise<Found> {
  const { text, limit, libraryIds: asked, filter: narrowed, settings = {} } = Query.parse(input);
  refuseTooLong(text);
  const watch = stopwatch();

  const { libraryIds, access } = await readable(scope, asked);
  const { filter, conditions } = await Condition.understand(scope, narrowed);
  const having = conditions.map(({ tags }) => tags);
  const space = await (tried.nextIndex ? Generation.waiting(scope) : Generation.searchable(scope));
  const cuts = { ...(await Cut.inForce(scope)), ...withoutUndefined(settings.cuts) };
  watch.lap("prepare");

  const search: Search = {
    text,
    access,
    having,
    limit: Math.max(30, 2 * limit),
    synonyms: settings.synonyms ?? true,
    typos: settings.typos ?? true,
  };
  const [wordings, { meaning, degraded }, managed] = await Promise.all([
    byWords(scope, space, search),
    settings.vectors === false ? nothing : meaningOf(scope, space, search),
    // what is there has no categories and no values
    Managed.retrieve(scope, having.length > 0 ? [] : libraryIds, text),
  ]);
  watch.lap("index");

  const found = allHits(wordings, meaning);
  const [passages, written] = await Promise.all([
    Passages.load(scope, found, access, having),
    Trigger.load(
      scope,
      found.flatMap(({ trigger }) => trigger ?? []),
    ),
  ]);
  watch.lap("load");

  const script = scriptOf(text);
  const isAcross = (chunkId: string) => scriptOf(textOf(passages.get(chunkId))) !== script;
  const ranked = rankedRoutes(text, { wordings, meaning, passages, written, cuts });
  const ledBy = leading(ranked, written);
  const fused = fuse(ranked, (chunkId) => ({
    isQuestion: passages.get(chunkId)?.question != null,
    isAcross: meaning !== undefined && isAcross(chunkId),
  }));
  const own = withoutRepetitions(
    fused.flatMap((one) => {
      const passage = passages.get(one.chunkId);
      const led = ledBy.get(one.chunkId);
      return passage ? [{ ...passage, ...one, across: isAcross(one.chunkId), ...(led && { written: led }) }] : [];
    }),
  );
  // where other libraries were searched as well, what they hold is the answer, also when that is nothing
  const hasNothing = own.length === 0 && managed.passages.length === 0;
  if (managed.error && hasNothing && managed.asked === libraryIds.length) throw managed.error;
  const ownEvidence = evidenceOf(ranked, own, meaning !== undefined);
  const hits = withManaged(own, managed.passages, Cut.decide(ownEvidence, cuts));
  watch.lap("fuse");

  const looked = settings.rerank === false ? undefined : await secondLook(scope, text, hits, tried.rerankerId);
  if (looked) watch.lap("rerank");
  const evidence = { ...ownEvidence };
  if (looked?.scores[0]) evidence.rerank = looked.scores[0].score;
  const isSmall = hits.length > 0 && (await scope.index.size(space)) <= fewPassages;
  const covering = isSmall ? hits : managed.passages;
  if (covering.length > 0) evidence.coverage = coverage(text, covering.slice(0, 8));

  const unmatched = hits.length === 0 ? await Facets.unmatched(scope, access, conditions) : [];

  const { hits: ordered, ...reranked } = looked ?? { hits };
  return {
    hits: ordered.slice(0, limit),
    evidence,
    cuts,
    decision: Cut.decide(evidence, cuts),
    libraryIds,
    ...(filter && { filter }),
    conditions: conditions.map(({ name, values }) => ({ name, values })),
    ...(unmatched.length > 0 && { unmatched }),
    generation: space.generation,
    wordings: wordings.map(({ kind, terms }) => ({ kind, terms })),
    routes: routesOf(ranked),
    fused: hits
      .slice(0, looked ? Math.max(limit, readAgainMax) : limit)
      .map(({ chunkId, documentId, score, words, meaning }) => ({ chunkId, documentId, score, words, meaning })),
    ...("model" in reranked && { reranked }),
    managed: hits.filter(({ location }) => location !== undefined).length,
    ...((degraded || managed.error) && { degraded: degraded ?? "knowledge_base.failed" }),
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

interface Meant {
  meaning?: Meaning | undefined;
  degraded?: string;
}

const nothing: Meant = {};

/** Search goes on without vectors when the embedder fails. A fault of the index is none of its, and is thrown. */
async function meaningOf(scope: Scope, space: Generation.Space, search: Search): Promise<Meant> {
  if (space.embedder === null || search.access.length === 0) return nothing;
  const understood = await understandOr(scope, space, search.text);
  if (!understood || "degraded" in understood) return understood ?? nothing;
  return { meaning: await byMeaning(scope, space, understood, search) };
}

async function understandOr(scope: Scope, space: Generation.Space, text: string) {
  try {
    const embedder = await Generation.embedder(scope, space);
    return embedder && (await understand(scope, space, embedder, text));
  } catch (error) {
    scope.log.warn("search.embedder_failed", { embedder: space.embedder, error });
    return { degraded: "embedder.failed" };
  }
}

/** Scores of different makings are not compared: they take turns, what was found here first if it may be an answer. */
function withManaged(own: Hit[], managed: Managed.Retrieved["passages"], { standing }: Cut.Decision): Hit[] {
  if (managed.length === 0) return own;
  const found = managed.map((passage) => ({ ...passage, words: 0, meaning: 0, routes: {}, across: false }));
  return Managed.inTurns(standing === "below" ? [found, own] : [own, found]);
}

function allHits(wordings: readonly Wording[], meaning: Meaning | undefined): IndexHit[] {
  const lexical = wordings.flatMap(({ passage, question }) => [passage.hits, question.hits]);
  return [...lexical, ...Object.values(meaning?.hits ?? {})].flat();
}

/** The best share of each route, and the best of the fused order on the measures that decide. */
function evidenceOf(ranked: Record<Route, Ranked[]>, hits: readonly Hit[], hasVectors: boolean): Cut.Values {
  const evidence: Cut.Values = {};
  const note = (measure: Cut.Measure, value: number | undefined) => {
    if (value !== undefined) evidence[measure] = Math.max(value, evidence[measure] ?? 0);
  };
  for (const route of Object.keys(ranked) as Route[]) note(route, ranked[route][0]?.share);
  if (!hasVectors) {
    note("words", evidence["lexical-passage"]);
    note("words", evidence["lexical-question"]);
    return evidence;
  }
  for (const { across, words, meaning } of hits) note(across ? "across" : "fit", words + meaning);
  return evidence;
}

function routesOf(ranked: Record<Route, Ranked[]>): Found["routes"] {
  return Object.fromEntries(Object.entries(ranked).filter(([, hits]) => hits.length > 0));
}

function textOf(passage: Passages.Passage | undefined): string {
  return passage ? (passage.question ?? passage.text) : "";
}

function withoutUndefined(cuts: Settings["cuts"]): Cut.Places {
  return Object.fromEntries(Object.entries(cuts ?? {}).filter(([, place]) => place !== undefined));
}

/** The same text in several documents is shown once, where it ranks best. */
function withoutRepetitions(hits: readonly Hit[]): Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ text, question }) => {
    const key = JSON.stringify([question, text]);
    return !seen.has(key) && seen.add(key);
  });
}
