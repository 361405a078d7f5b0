/**
 * One company's rows of one generation: a place of its own in the index. Generations of one company stand side by side
 * while the next is being built. Comes from `Generation.current`.
 */
export interface IndexSpace {
  companyId: string;
  /** Names what the rows were made with, and never used again once it has been dropped. */
  generation: string;
  /** Length of the vectors; absent while the rows hold words only. */
  dimensions?: number;
}

/** The lexical and vector index. It holds terms and vectors under ids; text, titles and rights live in the database. */
export interface SearchIndex {
  /** Adds rows that nobody can find yet. Rows of the same versions that are there already are replaced. */
  add(space: IndexSpace, rows: readonly IndexRow[]): Promise<void>;
  /** Rows held per version, hidden ones included; versions that hold none are absent. */
  count(space: IndexSpace, versionIds: readonly string[]): Promise<Map<string, number>>;
  /** In one step makes the rows of `show` findable and those of `hide` not: no search sees both or neither. */
  flip(space: IndexSpace, change: { show: readonly string[]; hide: readonly string[] }): Promise<void>;
  /**
   * In one step puts these rows in place of all that the index holds of these chunks, findable at once when `shown`.
   * Chunks without a row among them are taken out.
   */
  replace(space: IndexSpace, chunkIds: readonly string[], rows: readonly IndexRow[], shown: boolean): Promise<void>;
  /** Puts the rows of these versions under another access term and other labels, the hidden ones too: searches go by these from now on. */
  label(space: IndexSpace, versionIds: readonly string[], label: Label): Promise<void>;
  /** Takes these versions out: found by nobody from now on, and soon after not in the bytes of any file either. */
  remove(space: IndexSpace, versionIds: readonly string[]): Promise<void>;
  /**
   * Best chunks of one route under the access terms named, best first, each by its best row. Scores keep the route's own
   * scale; vectors have cosines.
   */
  search(space: IndexSpace, query: IndexQuery): Promise<IndexHit[]>;
  /** What each term alone can score, in the order of `terms`. Their sum is what a perfect match of the terms could score. */
  ceilings(space: IndexSpace, route: LexicalRoute, terms: readonly string[]): Promise<Ceiling[]>;
  /**
   * For a term that no row holds: the most frequent term under these access terms that it may be a misspelling of.
   * Absent for short words, for words outside the Latin script, and where nothing is near.
   */
  correct(space: IndexSpace, route: LexicalRoute, term: string, access: readonly string[]): Promise<string | undefined>;
  /** Findable rows that have a vector on this route, at most so many, taken evenly from all of them. */
  sample(space: IndexSpace, route: VectorRoute, most: number): Promise<{ chunkId: string; vector: Float32Array }[]>;
  /** Findable chunks. */
  size(space: IndexSpace): Promise<number>;
  /** Whether the space is laid out as this version of Docent does it; undefined where there is none yet. */
  isLaidOut?(space: IndexSpace): Promise<boolean | undefined>;
  /** Takes a whole generation of the company away. What still writes to it or searches it afterwards finds it empty. */
  drop(space: IndexSpace): Promise<void>;
  close(): Promise<void>;
}

export interface Ceiling {
  /** The highest score of the term anywhere in the index; for a term that no row holds, what it would score if one did. */
  score: number;
  /** Whether any row holds the term. */
  held: boolean;
}

/** What the rows of a document are found under. */
export interface Label {
  /** Who may find it: the id of a library, or that and a slash and the hash of a restriction within it. */
  access: string;
  /** What can be filtered by, as `tagTerm` writes it. */
  labels: readonly string[];
}

export interface IndexRow extends Label {
  chunkId: string;
  /** The id of a written question or summary that leads to the chunk; absent for the chunk's own row. */
  trigger?: string | undefined;
  versionId: string;
  documentId: string;
  /** What the chunk itself can be filtered by besides its document's labels, as `tagTerm` writes it. */
  tags: readonly string[];
  /** Analysed terms joined by spaces; absent for a written question, which only the question routes look at. */
  terms?: string | undefined;
  /** The same for the question of a question-and-answer row. */
  questionTerms?: string;
  /** Of the passage, or of the answer of a question-and-answer row. */
  vector?: Float32Array;
  /** Of the question of a question-and-answer row: a question is nearer to a question than to its answer. */
  questionVector?: Float32Array;
}

export const lexicalRoutes = ["lexical-passage", "lexical-question"] as const;
export type LexicalRoute = (typeof lexicalRoutes)[number];
export const vectorRoutes = ["vector-passage", "vector-question"] as const;
export type VectorRoute = (typeof vectorRoutes)[number];
export type Route = LexicalRoute | VectorRoute;

export type IndexQuery = {
  access: readonly string[];
  limit: number;
  /** Of each list the row or its document must have at least one tag. */
  having?: readonly (readonly string[])[];
} & ({ route: LexicalRoute; terms: readonly string[] } | { route: VectorRoute; vector: Float32Array });

export interface IndexHit {
  chunkId: string;
  /** The written question or summary by which it was found; absent where that was the chunk's own row. */
  trigger?: string;
  versionId: string;
  documentId: string;
  score: number;
}
