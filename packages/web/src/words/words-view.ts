/** What the address says about the page of words: what the groups are filtered by, and which page of them. */
export interface WordsView {
  text?: string | undefined;
  page?: number | undefined;
}

export function parseWordsView(given: Record<string, unknown>): WordsView {
  const { text, page } = given;
  const filter = typeof text === "string" || typeof text === "number" ? String(text).slice(0, 200) : "";
  return {
    ...(filter && { text: filter }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}
