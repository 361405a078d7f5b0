export const tiers = ["answer", "hedged", "candidates", "refused"] as const;
/** How sure the answer is: given, given but told to refuse if the material does not fit, nearest passages only, or "I don't know". */
export type Tier = (typeof tiers)[number];

/** One numbered passage under an answer. */
export interface Source {
  /** The number in `[n]`. */
  n: number;
  chunkId: string;
  documentId: string;
  title: string;
  headings: string[];
  page: number | null;
  /** The category of its document. */
  category?: string;
  /** What is said about it, such as its author or its region. */
  metadata?: Record<string, string>;
  /** Where it is, when that is not here: there is no document to open then. */
  location?: string;
  /** The sentence or sentences that count, verbatim from the passage. */
  quote: string;
  /** Whether the answer cites it; the others were read or are only near. */
  cited: boolean;
}
