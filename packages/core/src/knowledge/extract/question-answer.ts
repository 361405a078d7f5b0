import type { QuestionRow } from "./block.ts";
import { fileError } from "./file-error.ts";

const questionNames = new Set(["question", "questions", "q", "问题", "問題", "提问", "问", "标准问题", "標準問題"]);
const answerNames = new Set(["answer", "answers", "a", "答案", "回答", "答", "答复", "答覆"]);
/** Columns of which several rows may lead to the same text: a sentence that finds it, and the text itself. */
const triggerNames = new Set(["trigger", "triggers", "触发", "触发语"]);
const contentNames = new Set(["content", "contents", "内容", "正文"]);
/** Says of which of the two kinds a row is, which its columns say as well. */
const kindName = "doc_type";
const questionPrefix = /^\s*(?:question|问题|問題|提问)\s*[:：]\s*/i;
const answerPrefix = /^\s*(?:answer|答案|回答)\s*[:：]\s*/i;

/** A question, its answer, and the name and value of each further cell. */
type Pair = readonly [asked: string, answered: string, further?: readonly [string, string][]];

/** Columns beside question and answer tell rows apart, such as a region; they are no place for texts. */
const metadata = { columnsMax: 50, nameMax: 100, valueMax: 500 };

/** Rows of a sheet whose header names a question and an answer; undefined for any other sheet. */
export function fromSheet(rows: readonly (readonly string[])[]): QuestionRow[] | undefined {
  const top = rows.findIndex((row) => row.some((cell) => cell.trim()));
  const names = (rows[top] ?? []).map((name) => name.replace(/\s+/g, " ").trim());
  const columnOf = (known: Set<string>) => names.findIndex((name) => known.has(name.toLowerCase()));
  const asked = [columnOf(questionNames), columnOf(answerNames)] as const;
  const triggered = [columnOf(triggerNames), columnOf(contentNames)] as const;
  const kinds = [asked, triggered].filter(([one, other]) => one >= 0 && other >= 0);
  if (kinds.length === 0) return undefined;
  const taken = new Set(kinds.flat());
  if (kinds.includes(triggered)) taken.add(names.findIndex((name) => name.toLowerCase() === kindName));
  const further = names
    .map((name, column) => ({ name: name.slice(0, metadata.nameMax), column }))
    .filter(({ name, column }) => name && !taken.has(column))
    .slice(0, metadata.columnsMax);
  const pairs = rows.slice(top + 1).map((row): Pair => {
    const cells = further.map(({ name, column }) => [name, row[column]?.trim().slice(0, metadata.valueMax)] as const);
    const said = cells.filter((cell): cell is [string, string] => Boolean(cell[1]));
    // a sheet may hold both kinds: each row counts as the one whose cells it fills
    const [question = -1, answer = -1] = kinds.find(([one, other]) => row[one]?.trim() || row[other]?.trim()) ?? [];
    return [row[question] ?? "", row[answer] ?? "", said];
  });
  return complete(pairs, "row", top + 2);
}

/** Reads a .faq file: blocks parted by a line of equals signs, a question and then its answer. */
export function fromFaq(text: string): QuestionRow[] {
  const blocks = text.split(/^[ \t]*={5,}[ \t]*$/m).map((block) => block.trim());
  return complete(blocks.map(pair), "block", 1);
}

function pair(block: string): Pair {
  const lines = block.split("\n");
  const marked = lines.findIndex((line, position) => position > 0 && answerPrefix.test(line));
  const answerFrom = marked > 0 ? marked : 1;
  return [lines.slice(0, answerFrom).join("\n"), lines.slice(answerFrom).join("\n")];
}

/** Takes prefixes and empty pairs away; what is half a pair is named by its number, counted from `first`. */
function complete(pairs: readonly Pair[], unit: "row" | "block", first: number): QuestionRow[] {
  const halves: number[] = [];
  const rows: QuestionRow[] = [];
  for (const [position, [asked, answered, further = []]] of pairs.entries()) {
    const question = asked.replace(questionPrefix, "").trim();
    const answer = answered.replace(answerPrefix, "").trim();
    const more = further.length > 0 && { metadata: Object.fromEntries(further) };
    if (question && answer) rows.push({ question, answer, ...more });
    else if (question || answer) halves.push(position + first);
  }
  if (halves.length === 0) return rows;
  const which = `${unit}${halves.length > 1 ? "s" : ""} ${halves.slice(0, 10).join(", ")}`;
  const more = halves.length > 10 ? ` and ${halves.length - 10} more` : "";
  throw fileError(
    "incomplete_answer",
    `A question or an answer is missing in ${which}${more}. Fill it in or take it out, then add the file again.`,
  );
}
