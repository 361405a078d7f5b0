import { outcomes, type RowResult } from "@docent/core/migration/outcome";
import type { Report } from "../report.ts";

const kinds = ["person", "template", "document", "example", "session", "feedback", "file"] as const;
type Kind = (typeof kinds)[number];

/** What came of one row or file. */
export interface Row extends RowResult {
  kind: Kind;
}

interface Imported {
  folder: string;
  library: string;
  company: string | undefined;
  dry: boolean;
  rows: Row[];
}

const titles: Record<Kind, string> = {
  person: "users",
  template: "templates",
  document: "documents",
  example: "examples",
  session: "sessions",
  feedback: "feedback",
  file: "other files",
};
const linesMax = 500;
/** Notes that only say how much was taken. */
const numbers = new Set(["turns", "examples"]);

/** What was taken over, changed and left, row by row. */
export function reportOf({ folder, library, company, dry, rows }: Imported): Report {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, countsOf(rows.filter((row) => row.kind === kind))]));
  const json = { folder, library, company: company ?? null, dry, counts, rows };
  const told = rows.filter(({ outcome, notes }) => {
    return outcome === "failed" || outcome === "skipped" || notes.some(({ code }) => !numbers.has(code));
  });
  const lines = told.slice(0, linesMax).map(lineOf);
  const more = told.length - lines.length;
  const text = [
    dry ? "Nothing was changed. This is what would come of it:" : `Taken over into "${library}":`,
    ...kinds.flatMap((kind) => summaryOf(kind, rows)),
    ...(lines.length ? ["", ...lines] : []),
    ...(more > 0 ? [`… and ${more} more: --json says all of them.`] : []),
    ...(rows.some(({ kind, outcome }) => kind === "person" && outcome === "taken") ? ["", passwords] : []),
  ].join("\n");
  return { json, text, incomplete: rows.some(({ outcome }) => outcome === "failed") };
}

const passwords =
  'People come without their passwords. Each sets one with "Forgot password" on the page where one signs in.';

function countsOf(rows: readonly Row[]): Record<string, number> {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length]));
}

function summaryOf(kind: Kind, rows: readonly Row[]): string[] {
  const own = rows.filter((row) => row.kind === kind);
  if (!own.length) return [];
  const counts = countsOf(own);
  const said = outcomes.flatMap((outcome) => (counts[outcome] ? [`${counts[outcome]} ${outcome}`] : []));
  return [`  ${titles[kind]}: ${said.join(", ")}`];
}

function lineOf({ file, line, outcome, name, notes }: Row): string {
  const what = name && name !== file ? ` ${name}:` : "";
  return `${file}:${line}:${what} ${outcome}. ${notes.map(({ message }) => message).join(" ")}`.trimEnd();
}
