/** What a command found: `json` is the contract of docs/guide/command-line.md, `text` is for people. */
export interface Report {
  json: unknown;
  text: string;
  /** Some of what was asked for did not work. */
  incomplete?: boolean;
  /** Where there is more to tell than that. */
  exitCode?: number;
}

/** Shows one line of progress on a terminal, in place. */
export type Progress = (line: string) => void;
