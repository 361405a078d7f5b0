import { escapeHtml, heading, table, type Block, type Content } from "../block.ts";
import * as Passage from "../passage.ts";
import { isRecord, isScalar, textOf, type Json, type JsonRecord } from "./value.ts";

/**
 * Paragraphs that another program cut out of a document: each with the headings it stands under, or with the title of
 * the document and, for tables, name, rows and footer. Undefined for other JSON.
 */
export function paragraphs(value: Json): Content | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isParagraph)) return undefined;
  const title = textOf(value.map((item) => item["doc_title"]).find(Boolean));
  const blocks: Block[] = title ? [heading(1, title)] : [];
  let open: string[] = [];
  for (const item of value) {
    const path = headingsOf(item);
    const same = path.findIndex((name, depth) => name !== open[depth]);
    const from = same < 0 ? path.length : same;
    const under = title ? 1 : 0;
    for (const [depth, name] of path.entries()) {
      if (depth >= from) blocks.push(heading(Math.min(6, depth + 1 + under), name));
    }
    open = path;
    blocks.push(...contentOf(item["content"], path.length + under));
  }
  const first = title || blocks.find((block) => block.level === 1)?.text;
  return { ...(first && { title: first }), blocks, rows: [] };
}

function isParagraph(item: Json): item is JsonRecord {
  if (!isRecord(item) || !("content" in item)) return false;
  const named = Array.isArray(item["heading"]) || ("doc_title" in item && "font_size" in item);
  return named && (typeof item["content"] === "string" || isTable(item["content"]));
}

/** Outermost first. The file gives them by the rank of their type size, the largest being 0, in any order. */
function headingsOf(item: JsonRecord): string[] {
  const given = item["heading"];
  if (!Array.isArray(given)) return [];
  return given
    .filter(isRecord)
    .toSorted((a, b) => Number(a["fontsize_idx"] ?? 0) - Number(b["fontsize_idx"] ?? 0))
    .map((one) => textOf(one["heading"]))
    .filter(Boolean);
}

interface Table extends JsonRecord {
  data: Json[];
}

function isTable(value: Json | undefined): value is Table {
  return isRecord(value) && Array.isArray(value["data"]);
}

function contentOf(value: Json | undefined, under: number): Block[] {
  if (isScalar(value)) return Passage.read(textOf(value), under);
  if (!isTable(value)) return [];
  const rows = value.data.filter(isRecord);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const header = columns.map((name) => (name === "row_key" ? "" : name));
  const cells = rows.map((row) => columns.map((name) => escapeHtml(textOf(row[name]))));
  const beside = (text: string): Block[] => (text ? [{ type: "paragraph", markdown: text }] : []);
  return [
    ...beside(textOf(value["table"])),
    ...(cells.length > 0 ? [table([header, ...cells])] : []),
    ...beside(textOf(value["footer"])),
  ];
}
