// What the address bar may say. Anything else in it is dropped, never an error.

export interface SignInSearch {
  /** Where the person was going. */
  next?: string;
  /** Why another service did not sign them in. */
  problem?: string;
  /** Whose ways in are shown; without it, those of the company that the desk began with. */
  company?: string;
}

export function parseSignIn(given: Record<string, unknown>): SignInSearch {
  const next = text(given.next);
  const problem = text(given.problem);
  const company = text(given.company);
  return {
    ...(next && isOwnPath(next) && { next }),
    ...(problem && /^[a-z_.]{1,60}$/.test(problem) && { problem }),
    ...(company && /^com_\w{1,60}$/.test(company) && { company }),
  };
}

/** Only a path of this site: `//elsewhere` and `/\elsewhere` lead away. */
function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path) && new URL(path, "https://docent.invalid").origin === "https://docent.invalid";
}

export const documentStates = ["searchable", "underway", "failed"] as const;
const besides = ["sources", "imports", "written"] as const;
export const batchFiles = ["searchable", "underway", "failed", "unchanged", "gone"] as const;
const documentSorts = ["updatedAt", "name", "chunks"] as const;

export interface LibraryView {
  /** Where its documents come from, how they came in, or what was written for them, in place of the documents. */
  show?: (typeof besides)[number] | undefined;
  /** The import that is open, which of its files are shown, and for which reason they failed. */
  batch?: string | undefined;
  files?: (typeof batchFiles)[number] | undefined;
  reason?: string | undefined;
  text?: string | undefined;
  state?: (typeof documentStates)[number] | undefined;
  /** A category's id, or "none" for documents without one. */
  category?: string | undefined;
  sort?: (typeof documentSorts)[number] | undefined;
  direction?: "asc" | "desc" | undefined;
  page?: number | undefined;
}

export function parseLibraryView(given: Record<string, unknown>): LibraryView {
  const view: LibraryView = {};
  const filter = text(given.text);
  const state = documentStates.find((known) => known === given.state);
  const sort = documentSorts.find((known) => known === given.sort);
  const page = wholeFrom(1, given.page);
  const show = besides.find((known) => known === given.show);
  if (show) view.show = show;
  const batch = text(given.batch);
  const files = batchFiles.find((known) => known === given.files);
  const reason = text(given.reason);
  if (batch) view.batch = batch;
  if (files) view.files = files;
  if (reason) view.reason = reason.slice(0, 100);
  if (filter) view.text = filter.slice(0, 200);
  if (state) view.state = state;
  const category = text(given.category);
  if (category) view.category = category;
  if (sort) view.sort = sort;
  if (given.direction === "asc" || given.direction === "desc") view.direction = given.direction;
  if (page !== undefined && page > 1) view.page = page;
  return view;
}

/** A search to try: the question, where to look, how much to show, and what to leave out for once. */
export interface SearchTestView {
  text?: string | undefined;
  in?: string[] | undefined;
  /** Categories by id, and values by name. */
  filter?: Filter | undefined;
  limit?: number | undefined;
  without?: (typeof leftOut)[number][] | undefined;
}

export const leftOut = ["vectors", "rerank", "synonyms", "typos"] as const;
export const searchLimit = { least: 1, usual: 10, most: 50 };

export function parseSearchTest(given: Record<string, unknown>): SearchTestView {
  const view: SearchTestView = {};
  const question = text(given.text)?.trim();
  const libraries = texts(given.in);
  const limit = wholeFrom(searchLimit.least, given.limit);
  const named = texts(given.without);
  const without = leftOut.filter((part) => named.includes(part));
  if (question) view.text = question.slice(0, 8_000);
  const filter = filterIn(given.filter);
  if (filter) view.filter = filter;
  if (libraries.length) view.in = libraries.slice(0, 200);
  if (limit !== undefined && limit !== searchLimit.usual) view.limit = Math.min(limit, searchLimit.most);
  if (without.length) view.without = without;
  return view;
}

/** A passage in a document, by position or by the chunk a citation names. */
export interface DocumentPlace {
  at?: number | undefined;
  chunk?: string | undefined;
  /** Beside its chunks, for those who may change them. */
  show?: "chunks" | undefined;
  only?: (typeof changedChunks)[number] | undefined;
}

export const changedChunks = ["edited", "off"] as const;

export function parseDocumentPlace(given: Record<string, unknown>): DocumentPlace {
  const at = wholeFrom(0, given.at);
  const chunk = text(given.chunk);
  const only = changedChunks.find((known) => known === given.only);
  return {
    ...(at !== undefined && { at }),
    ...(chunk && { chunk }),
    ...(given.show === "chunks" && { show: given.show }),
    ...(only && { only }),
  };
}

export const accountSections = [
  "account",
  "model",
  "desk",
  "sayings",
  "people",
  "access",
  "retention",
  "audit",
] as const;

export function parseAccountSection(given: Record<string, unknown>): {
  section?: (typeof accountSections)[number] | undefined;
} {
  const section = accountSections.find((known) => known === given.section);
  return section ? { section } : {};
}

interface Filter {
  category?: string[];
  metadata?: Record<string, string[]>;
}

function filterIn(given: unknown): Filter | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { category, metadata } = given as { category?: unknown; metadata?: unknown };
  const categories = texts(category).slice(0, 100);
  const named = typeof metadata === "object" && metadata !== null ? Object.entries(metadata) : [];
  const values = named.map(([name, value]) => [name, texts(value).slice(0, 100)] as const);
  const known = values.filter(([, own]) => own.length > 0);
  if (categories.length === 0 && known.length === 0) return undefined;
  return {
    ...(categories.length && { category: categories }),
    ...(known.length && { metadata: Object.fromEntries(known) }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function texts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => text(one) ?? []);
}

function wholeFrom(least: number, value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= least ? number : undefined;
}
