import type { QuestionRow } from "./block.ts";

/** An answer that an editor of web pages wrote: it begins with a tag that it closes, and shows no code. */
const wholeHtml = /^\s*<(p|div|span|ul|ol|table|h[1-6]|a|b|strong|em|i|font)\b[^>]*>[^`]*<\/\1>[^`]*$/i;

/** Rows with their answers as Markdown, where they are HTML: older systems export them so. */
export async function toMarkdown(rows: QuestionRow[]): Promise<QuestionRow[]> {
  if (!rows.some(({ answer }) => wholeHtml.test(answer))) return rows;
  // the parser is loaded when the first such answer comes
  const { fromHtml } = await import("./html.ts");
  return rows.map((row) => {
    if (!wholeHtml.test(row.answer)) return row;
    const { blocks } = fromHtml(row.answer);
    const answer = blocks.map(({ markdown }) => markdown).join("\n\n");
    return answer ? { ...row, answer } : row;
  });
}
