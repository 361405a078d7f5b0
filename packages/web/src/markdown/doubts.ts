/** Stands after the citation of a statement that its passage does not seem to bear out. For private use: no document holds it. */
export const doubtMark = "\uE0D0";

/** What may stand between a statement and its citations: ends of sentences, closing marks, line breaks. */
const after = /[^\p{L}\p{N}[【［]{0,12}(?:[[【［][\d\s,，、]{1,40}[\]】］][ \t]?)*[[【［][\d\s,，、]{1,40}[\]】］]/uy;

/** Marks the citations of these statements. One that does not stand in the text, as part of which it was found, marks nothing. */
export function withDoubts(markdown: string, statements: readonly string[]): string {
  const ends = new Set(statements.flatMap((statement) => endsOf(markdown, statement)));
  let marked = "";
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b)) {
    marked += markdown.slice(from, end) + doubtMark;
    from = end;
  }
  return marked + markdown.slice(from);
}

/** The statements that no citation can be marked for. */
export function unplaced(markdown: string, statements: readonly string[]): string[] {
  return statements.filter((statement) => endsOf(markdown, statement).length === 0);
}

/** Where the citations end that follow the statement, wherever it stands. */
function endsOf(markdown: string, statement: string): number[] {
  const ends: number[] = [];
  if (!statement) return ends;
  for (let at = markdown.indexOf(statement); at >= 0; at = markdown.indexOf(statement, at + statement.length)) {
    after.lastIndex = at + statement.length;
    if (after.test(markdown)) ends.push(after.lastIndex);
  }
  return ends;
}
