/** What came of one row. `unchanged` was taken before and says the same; `skipped` is not to be taken. */
export const outcomes = ["taken", "changed", "unchanged", "skipped", "failed"] as const;

/** What somebody should know of a row, for programs and for people. */
export interface Note {
  code: string;
  message: string;
}

export interface Result {
  outcome: (typeof outcomes)[number];
  /** What it is called, for people: never what somebody asked or said. */
  name: string;
  /** Why it was not taken, and what is different now. */
  notes: Note[];
}

export interface RowResult extends Result {
  file: string;
  line: number;
}

export function result(outcome: Result["outcome"], name: string, ...notes: (Note | undefined)[]): Result {
  return { outcome, name, notes: notes.filter((note) => note !== undefined) };
}

/** A row that does not hold what such rows hold. */
export function unreadable(what: string): Result {
  const message = `This row is not ${what} as the predecessor keeps it. Look at the line, and export the table again.`;
  return result("failed", "", { code: "row_unreadable", message });
}
