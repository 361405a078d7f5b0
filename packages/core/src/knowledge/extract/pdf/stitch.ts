import { escapeHtml, heading, table, type Block } from "../block.ts";
import type { Draft } from "./flow.ts";
import { joinText } from "./fragment.ts";
import { isEnded, numberDepth } from "./style.ts";

/** Joins what the end of a page or column cut in two, and gives headings their levels. */
export function stitch(drafts: readonly Draft[]): Block[] {
  const joined = join(drafts);
  const level = levels(joined.filter((draft) => draft.type === "heading"));
  return joined.map((draft): Block => {
    const { type, page } = draft;
    if (type === "table")
      return table(
        draft.rows.map((row) => row.map(escapeHtml)),
        page,
      );
    if (type === "heading") return heading(level(draft), escapeHtml(draft.text), page);
    return { type, page, markdown: type === "code" ? `\`\`\`\n${draft.text}\n\`\`\`` : escapeHtml(draft.text) };
  });
}

function join(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = [];
  for (const draft of drafts) {
    const open = joined.at(-1);
    if (open && goesOn(open, draft)) {
      if (draft.type === "table") open.rows.push(...withoutHeader(open.rows, draft.rows));
      else if (draft.type === "paragraph") open.text = joinText(open.text, draft.text);
      else open.text += `\n${draft.text}`;
      Object.assign(open, { lastPage: draft.page, column: draft.column });
    } else joined.push({ ...draft, rows: [...draft.rows] });
  }
  return joined;
}

function goesOn(open: Draft, draft: Draft): boolean {
  const isElsewhere = open.lastPage !== draft.page || open.column !== draft.column;
  switch (draft.type) {
    case "table":
      return (
        open.type === "table" && draft.page === open.lastPage + 1 && draft.rows[0]?.length === open.rows[0]?.length
      );
    case "paragraph":
      return (
        (open.type === "paragraph" || open.type === "list") &&
        isElsewhere &&
        open.size === draft.size &&
        !isEnded(open.text)
      );
    case "list":
      return open.type === "list";
    case "code":
      return open.type === "code" && isElsewhere;
    case "heading":
      return false;
  }
}

function withoutHeader(open: readonly string[][], next: readonly string[][]): readonly string[][] {
  return open[0]?.join("\0") === next[0]?.join("\0") ? next.slice(1) : next;
}

/** Larger headings stand above smaller ones; among those of one size, the depth of their numbers decides. */
function levels(headings: readonly Draft[]): (draft: Draft) => number {
  const sizes = [...new Set(headings.map((draft) => draft.size))].toSorted((a, b) => b - a);
  const shallowest = new Map<number, number>();
  for (const { size, text } of headings) {
    const depth = numberDepth(text);
    if (depth > 0) shallowest.set(size, Math.min(depth, shallowest.get(size) ?? Infinity));
  }
  return ({ size, text }) => {
    const deeper = Math.max(0, numberDepth(text) - (shallowest.get(size) ?? Infinity));
    return Math.min(6, sizes.indexOf(size) + 1 + deeper);
  };
}
