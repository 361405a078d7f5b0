import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../db/database.ts";
import { stopWordTable, synonymTable } from "../../db/schema.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { isContentTerm, queryTerms } from "../text/analyze.ts";
import { joined, keyOf, plain, tokens } from "../text/phrase.ts";

/** A company's own words, ready to look a question over. */
export interface Vocabulary {
  /** By key: the words that mean the same, itself among them; undefined for a stop word. */
  phrases: ReadonlyMap<string, readonly string[] | undefined>;
  /** Numbers of tokens that phrases have, longest first. */
  lengths: readonly number[];
  firstTerms: ReadonlySet<string>;
}

/** What a question becomes. */
export interface Expansion {
  /** Phrases of the question that have synonyms, and these. */
  synonyms: { phrase: string; others: string[] }[];
  /** Stop words that are not searched for. */
  dropped: string[];
  /** The question's own terms first, then those of each variant. */
  searches: { text: string; terms: string[] }[];
}

export const Try = z.strictObject({ text: z.string().max(8_000) });

/** How often a question is searched for besides its own words. */
const variantsMax = 4;

export function vocabularyOf(groups: readonly (readonly string[])[], stopWords: readonly string[]): Vocabulary {
  const phrases = new Map<string, readonly string[] | undefined>();
  const lengths = new Set<number>();
  const firstTerms = new Set<string>();
  const take = (word: string, others?: readonly string[]) => {
    const run = tokens(plain(word));
    const [first] = run;
    if (!first) return;
    phrases.set(joined(run), others);
    lengths.add(run.length);
    firstTerms.add(first.term);
  };
  for (const word of stopWords) take(word);
  // after them: a word that is in both lists keeps its synonyms
  for (const group of groups) for (const word of group) take(word, group);
  return { phrases, lengths: [...lengths].sort((a, b) => b - a), firstTerms };
}

/** The term lists to search for: the question's own first, then at most four with phrases replaced by their synonyms. */
export function variants(text: string, vocabulary: Vocabulary): string[][] {
  return expand(text, vocabulary).searches.map(({ terms }) => terms);
}

/**
 * What a question becomes, with texts for people. Stop words are left out unless nothing else is asked. Where several
 * phrases have synonyms, all are replaced by their first, then one after the other by each of theirs.
 */
export function expand(text: string, vocabulary: Vocabulary): Expansion {
  const asked = plain(text);
  const found = find(asked, vocabulary);
  const stops = found.filter(({ group }) => !group);
  const rest = replaced(asked, stops, () => "");
  const dropped = queryTerms(rest).some(isContentTerm) ? stops : [];

  const replaceable = choicesIn(found);
  const searches = new Map<string, { text: string; terms: string[] }>();
  const search = (choice: ReadonlyMap<string, string>) => {
    const edits = found.filter((match) => (match.group ? choice.has(match.key) : dropped.includes(match)));
    const variant = replaced(asked, edits, ({ key }) => choice.get(key) ?? "");
    const terms = queryTerms(variant);
    const key = terms.join(" ");
    if (!searches.has(key)) searches.set(key, { text: variant.replace(/\s+/g, " ").trim(), terms });
  };
  search(new Map());
  for (const choice of choices(replaceable)) if (searches.size <= variantsMax) search(choice);
  return {
    synonyms: Array.from(replaceable.values(), ({ phrase, others }) => ({ phrase, others: [...others] })),
    dropped: [...new Set(dropped.map(({ phrase }) => phrase))],
    searches: [...searches.values()],
  };
}

/** What else a phrase is called; nothing for one that the vocabulary does not know. */
export function synonymsOf(phrase: string, vocabulary: Vocabulary): string[] {
  const key = keyOf(phrase);
  return (vocabulary.phrases.get(key) ?? []).filter((word) => keyOf(word) !== key);
}

/** What a question would become now, for editors who try their words. */
export async function tryOut(scope: Scope, input: z.infer<typeof Try>): Promise<Expansion> {
  requireRole(scope, "editor");
  return expand(input.text, await load(scope));
}

const keptMs = 2_000;
const kept = new WeakMap<Database, Map<string, { until: number; vocabulary: Promise<Vocabulary> }>>();

/** The words of the actor's company. Kept for two seconds, so that changes of another process are soon seen. */
export function load(scope: Pick<Scope, "db" | "actor" | "now">): Promise<Vocabulary> {
  const companyId = requireCompany(scope);
  const companies = kept.get(scope.db) ?? new Map<string, { until: number; vocabulary: Promise<Vocabulary> }>();
  kept.set(scope.db, companies);
  const now = scope.now().getTime();
  const known = companies.get(companyId);
  if (known && now < known.until) return known.vocabulary;
  const fresh = { until: now + keptMs, vocabulary: read(scope, companyId) };
  companies.set(companyId, fresh);
  fresh.vocabulary.catch(() => companies.get(companyId) === fresh && companies.delete(companyId));
  return fresh.vocabulary;
}

/** Makes this process read the company's words anew; called after they were changed. */
export function forget(scope: Pick<Scope, "db" | "actor">): void {
  kept.get(scope.db)?.delete(requireCompany(scope));
}

async function read({ db }: Pick<Scope, "db">, companyId: string): Promise<Vocabulary> {
  const [groups, stopWords] = await Promise.all([
    db
      .select({ words: synonymTable.words })
      .from(synonymTable)
      .where(eq(synonymTable.companyId, companyId))
      .orderBy(asc(synonymTable.id)),
    db.select({ word: stopWordTable.word }).from(stopWordTable).where(eq(stopWordTable.companyId, companyId)),
  ]);
  return vocabularyOf(
    groups.map(({ words }) => words),
    stopWords.map(({ word }) => word),
  );
}

interface Match {
  from: number;
  to: number;
  /** As it stands in the question. */
  phrase: string;
  key: string;
  group: readonly string[] | undefined;
}

/** Phrases of the vocabulary in a text, in order and without overlaps; a longer one goes before a shorter one. */
function find(text: string, { phrases, lengths, firstTerms }: Vocabulary): Match[] {
  if (phrases.size === 0) return [];
  const all = tokens(text);
  const starts = [...all.keys()].filter((at) => firstTerms.has(all[at]?.term ?? ""));
  const taken = new Set<number>();
  const matches: Match[] = [];
  for (const length of lengths) {
    for (const start of starts) {
      const run = all.slice(start, start + length);
      const last = run.at(-1);
      if (!run[0] || !last || run.length < length || run.some((_, at) => taken.has(start + at))) continue;
      const key = joined(run);
      if (!phrases.has(key)) continue;
      for (const at of run.keys()) taken.add(start + at);
      const place = { from: run[0].from, to: last.to };
      matches.push({ ...place, phrase: text.slice(place.from, place.to), key, group: phrases.get(key) });
    }
  }
  return matches.sort((a, b) => a.from - b.from);
}

interface Replaceable {
  phrase: string;
  others: readonly string[];
}

/** By key, what each phrase may be replaced by: words of its group that the question does not say already. */
function choicesIn(found: readonly Match[]): Map<string, Replaceable> {
  const said = new Set(found.map(({ key }) => key));
  return new Map(
    found.flatMap(({ key, phrase, group }) => {
      const others = group?.filter((word) => !said.has(keyOf(word))) ?? [];
      return others.length ? [[key, { phrase, others }] as const] : [];
    }),
  );
}

function* choices(replaceable: ReadonlyMap<string, Replaceable>): Generator<ReadonlyMap<string, string>> {
  const firsts = Array.from(replaceable, ([key, { others }]) => [key, others[0] ?? ""] as const);
  yield new Map(firsts);
  const most = Math.max(0, ...Array.from(replaceable.values(), ({ others }) => others.length));
  for (let place = 0; place < most; place++) {
    for (const [key, { others }] of replaceable) {
      const word = others[place];
      if (word !== undefined) yield new Map([[key, word]]);
    }
  }
}

/** Set off by blanks, so that the characters around a replaced phrase make no pairs with it. */
function replaced(text: string, matches: readonly Match[], by: (match: Match) => string): string {
  let made = "";
  let at = 0;
  for (const match of matches) {
    made += `${text.slice(at, match.from)} ${by(match)} `;
    at = match.to;
  }
  return made + text.slice(at);
}
