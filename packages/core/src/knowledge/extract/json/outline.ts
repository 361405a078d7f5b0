import { escapeHtml, heading, type Block, type Content } from "../block.ts";
import * as Passage from "../passage.ts";
import * as Sheet from "../sheet.ts";
import { isRecord, isScalar, textOf, type Json, type JsonRecord } from "./value.ts";

/** Headings go six levels deep; what is nested deeper is shown as it stands in the file. */
const depthMax = 5;
/** Records with longer cells than this are no table, but sections of their own. */
const cellMax = 300;
const names = ["title", "name", "heading", "标题", "名称", "id", "key"];

/** Shows any JSON as an outline: names as headings, values under them, arrays of like records as tables. */
export function outline(value: Json): Content {
  const content: Content = { blocks: [], rows: [] };
  if (!isRecord(value)) add(content, value, 1);
  else {
    const key = names.slice(0, 5).find((name) => isScalar(value[name]) && textOf(value[name]));
    const title = nameOf(value);
    if (key) Object.assign(content, { title }).blocks.push(heading(1, title));
    const rest = Object.entries(value).filter(([name]) => name !== key);
    add(content, Object.fromEntries(rest), key ? 2 : 1);
  }
  return content;
}

function add(content: Content, value: Json, level: number): void {
  if (isScalar(value)) content.blocks.push(...Passage.read(textOf(value), level - 1));
  else if (level > depthMax) content.blocks.push(asCode(value));
  else if (isRecord(value)) addRecord(content, value, level);
  else if (value.every(isScalar)) addList(content, value, level);
  else if (isTable(value)) addTable(content, value);
  else {
    for (const [place, item] of value.entries()) {
      content.blocks.push(heading(level, nameOf(item) || `${place + 1}`));
      add(content, item, level + 1);
    }
  }
}

/** Short values first, as a list under the record's own heading; then each long or nested one under its name. */
function addRecord(content: Content, record: JsonRecord, level: number): void {
  const entries = Object.entries(record).filter(([, value]) => !isEmpty(value));
  const isShort = (value: Json) => isScalar(value) && textOf(value).length <= cellMax && !textOf(value).includes("\n");
  const short = entries.filter(([, value]) => isShort(value));
  if (short.length > 0) {
    const markdown = short.map(([name, value]) => `- ${name}: ${escapeHtml(textOf(value))}`).join("\n");
    content.blocks.push({ type: "list", markdown });
  }
  for (const [name, value] of entries) {
    if (isShort(value)) continue;
    content.blocks.push(heading(level, name));
    add(content, value, level + 1);
  }
}

function addList(content: Content, values: readonly Json[], level: number): void {
  const texts = values.map(textOf).filter(Boolean);
  if (texts.some((text) => text.includes("\n"))) {
    for (const text of texts) content.blocks.push(...Passage.read(text, level - 1));
  } else if (texts.length > 0) {
    content.blocks.push({ type: "list", markdown: texts.map((text) => `- ${escapeHtml(text)}`).join("\n") });
  }
}

function isTable(values: readonly Json[]): values is JsonRecord[] {
  return values.every(
    (item) => isRecord(item) && Object.values(item).every((cell) => isPlain(cell) && isShortOrAnswer(item, cell)),
  );
}

function isPlain(cell: Json): boolean {
  return isScalar(cell) || (Array.isArray(cell) && cell.every(isScalar));
}

/** Answers to questions may be of any length. */
function isShortOrAnswer(item: JsonRecord, cell: Json): boolean {
  return (
    textOf(cell).length <= cellMax || Object.keys(item).some((name) => /^(?:question|问题|問題|trigger)$/i.test(name))
  );
}

function addTable(content: Content, records: readonly JsonRecord[]): void {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((column) => textOf(record[column])));
  const read = Sheet.read([{ rows: [columns, ...rows] }]);
  content.blocks.push(...read.blocks);
  for (const row of read.rows) content.rows.push(row);
}

function nameOf(value: Json): string {
  if (!isRecord(value)) return "";
  const found = names.map((name) => value[name]).find((name) => isScalar(name) && textOf(name));
  return textOf(found).slice(0, 200);
}

function isEmpty(value: Json): boolean {
  return isScalar(value) ? textOf(value) === "" : Object.keys(value).length === 0;
}

function asCode(value: Json): Block {
  return { type: "code", markdown: `\`\`\`json\n${JSON.stringify(value, null, 1)}\n\`\`\`` };
}
