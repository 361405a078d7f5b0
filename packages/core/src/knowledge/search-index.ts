/** The lexical and vector index. It holds terms and vectors under ids; text, titles and rights live in the database. */
export interface SearchIndex {
  /** Names what the rows were made with: analyzer version and embedder. */
  readonly generation: string;
  /** Adds rows that nobody can find yet. Rows of the same versions that are there already are replaced. */
  add(companyId: string, rows: readonly IndexRow[]): Promise<void>;
  /** Rows held per version, hidden ones included; versions that hold none are absent. */
  count(companyId: string, versionIds: readonly string[]): Promise<Map<string, number>>;
  /** In one step makes the rows of `show` findable and those of `hide` not: no search sees both or neither. */
  flip(companyId: string, change: { show: readonly string[]; hide: readonly string[] }): Promise<void>;
  remove(companyId: string, versionIds: readonly string[]): Promise<void>;
  /** Best rows of one route within the libraries named, best first. Scores keep the route's own scale. */
  search(companyId: string, query: IndexQuery): Promise<IndexHit[]>;
  /**
   * The highest score that each term alone reaches anywhere in the index, in the order of `terms`; for a term that
   * no row holds, the score it would have if one did. Their sum is what a perfect match of the terms could score.
   */
  ceilings(companyId: string, route: LexicalRoute, terms: readonly string[]): Promise<number[]>;
  /** Findable rows of the company. */
  size(companyId: string): Promise<number>;
  close(): Promise<void>;
}

export interface IndexRow {
  chunkId: string;
  versionId: string;
  documentId: string;
  libraryId: string;
  /** Analysed terms joined by spaces. */
  terms: string;
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

export type IndexQuery = { libraryIds: readonly string[]; limit: number } & (
  { route: LexicalRoute; terms: readonly string[] } | { route: VectorRoute; vector: Float32Array }
);

export interface IndexHit {
  chunkId: string;
  versionId: string;
  documentId: string;
  score: number;
}
