import { queryTerms } from "../knowledge/text/analyze.ts";
import type { Passage } from "../knowledge/passages.ts";
import { keyOf, mentions } from "../knowledge/text/phrase.ts";
import { valuesIn as valuesInCell } from "../knowledge/index/tag.ts";
import { expand, synonymsOf, vocabularyOf, type Vocabulary } from "../knowledge/vocabulary/vocabulary.ts";
import { isChinese, plain } from "./refusal.ts";

/** What to ask back before answering. */
export interface Clarification {
  column: string;
  /** What may be meant, the best row's first. */
  values: string[];
  /** The question in the asker's language. */
  text: string;
}

/** How alike two questions are that ask the same; measured as the share of their words that they have in common. */
const sameQuestion = 0.85;
const valuesMax = 8;
const valueCharactersMax = 60;

/** Columns that say something about the row, and nothing about whom it is for. */
const about = new Set(
  (
    "author authors owner creator editor id no no. nr number date updated created modified time link links url source note notes " +
    "remark remarks comment comments tag tags keyword keywords 作者 负责人 创建人 编辑 维护人 编号 序号 日期 时间 更新时间 更新日期 " +
    "创建时间 创建日期 链接 网址 来源 备注 说明 标签 关键词 关键字"
  ).split(" "),
);
const everybody = new Set([
  "all",
  "any",
  "everyone",
  "everybody",
  "n/a",
  "-",
  "*",
  "全部",
  "所有",
  "通用",
  "不限",
  "无",
]);
const noWords = vocabularyOf([], []);

/**
 * When the best passages are rows that answer the same question differently, by a column such as a region: what to ask
 * back. Where the question names a value of the column, or a synonym of it, rows with other values are left out instead.
 */
export function clarify<P extends Passage>(
  question: string,
  passages: readonly P[],
  vocabulary: Vocabulary = noWords,
): { ask: Clarification } | { passages: P[] } {
  const rows = alike(passages);
  const out = new Set<P>();
  for (const column of columnsOf(rows)) {
    const left = rows.filter((row) => !out.has(row));
    const named = valuesNamed(question, valuesIn(left, column), vocabulary);
    if (named.size === 0) continue;
    for (const row of left) {
      const values = valuesOf(row, column);
      if (values.length > 0 && !values.some((value) => named.has(keyOf(value)))) out.add(row);
    }
  }
  const left = rows.filter((row) => !out.has(row));
  for (const column of columnsOf(left)) {
    const values = valuesIn(left, column);
    if (values.length > valuesMax || !decides(left, column, values)) continue;
    if (valuesNamed(question, values, vocabulary).size > 0) continue;
    return { ask: { column, values, text: wording(question, column, values) } };
  }
  return { passages: passages.filter((passage) => !out.has(passage)) };
}

/** The rows that ask what the best passage asks; none when that is no row of questions and answers. */
function alike<P extends Passage>(passages: readonly P[]): P[] {
  const [first] = passages;
  if (!first?.question) return [];
  const wanted = asks(first);
  return passages.filter((passage) => passage.question && overlap(wanted, asks(passage)) >= sameQuestion);
}

/** What a row asks, apart from the values that its columns say anyway. */
function asks({ question, metadata }: Passage): Set<string> {
  const values = vocabularyOf([], Object.values(metadata ?? {}));
  return new Set(expand(question ?? "", values).searches[0]?.terms ?? queryTerms(question ?? ""));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((term) => b.has(term)).length;
  return shared / Math.max(1, a.size + b.size - shared);
}

function columnsOf(rows: readonly Passage[]): string[] {
  const names = new Set(rows.flatMap(({ metadata }) => Object.keys(metadata ?? {})));
  return [...names].filter((name) => !about.has(name.toLowerCase()) && valuesIn(rows, name).length > 1);
}

/** A cell may name several, such as "China, Japan"; what holds for everybody names none. */
function valuesOf({ metadata }: Passage, column: string): string[] {
  const cell = metadata?.[column] ?? "";
  return valuesInCell(column, cell).filter((value) => keyOf(value) && !everybody.has(value.toLowerCase()));
}

/** The different values of a column; none for a column of links, dates or whole texts. */
function valuesIn(rows: readonly Passage[], column: string): string[] {
  const values = new Map<string, string>();
  for (const value of rows.flatMap((row) => valuesOf(row, column))) {
    if (value.length > valueCharactersMax || /:\/\/|^\d{4}[-/.年]\d{1,2}([-/.月]|$)/.test(value)) return [];
    if (!values.has(keyOf(value))) values.set(keyOf(value), value);
  }
  return [...values.values()];
}

/** Keys of the values that the question says, the longest where one is part of another. */
function valuesNamed(question: string, values: readonly string[], vocabulary: Vocabulary): Set<string> {
  const named = values.filter((value) =>
    [value, ...synonymsOf(value, vocabulary)].some((word) => mentions(question, word)),
  );
  return new Set(
    named.filter((value) => !named.some((other) => keyOf(other) !== keyOf(value) && mentions(other, value))).map(keyOf),
  );
}

/** Whether it makes a difference which value is meant. */
function decides(rows: readonly Passage[], column: string, values: readonly string[]): boolean {
  const answers = values.map((value) => {
    const own = rows.filter((row) => valuesOf(row, column).some((one) => keyOf(one) === keyOf(value)));
    return JSON.stringify(own.map(({ text }) => text).sort());
  });
  return new Set(answers).size > 1;
}

function wording(question: string, column: string, values: readonly string[]): string {
  const shown = values.map(plain);
  const [before, last] = [shown.slice(0, -1), shown.at(-1) ?? ""];
  return isChinese(question)
    ? `不同的“${plain(column)}”答案不同。您指的是${before.join("、")}，还是${last}？`
    : `The answer depends on ${plain(column)}. Do you mean ${before.join(", ")} or ${last}?`;
}
