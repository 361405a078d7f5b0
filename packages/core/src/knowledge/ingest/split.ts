import { divide } from "./divide.ts";
import type { Block, Content } from "../extract/block.ts";
import type { Piece } from "./extractor.ts";
import { cost } from "../text/cost.ts";
import { outline, type Section } from "./outline.ts";

/** Sizes in cost, see cost.ts: one for a Latin character, two for a Chinese one. */
export const sizes = {
  /** What pieces are filled up to. */
  target: 1000,
  /** What no piece passes, its heading apart. A block larger than this is divided. */
  limit: 2000,
  /** Smaller than this does not stand alone if it has a neighbour to join. */
  small: 200,
  /** An answer is kept whole up to this. */
  answer: 8000,
};

/** Pieces on their way: blocks that will be one piece, with the headings that each of them stands under. */
interface Draft {
  parts: { block: Block; path: string[] }[];
  cost: number;
  /** It is all of a section, subsections included. */
  whole: boolean;
}

/** Splits a document into pieces that follow its headings; pieces in order make up the whole text. */
export function split(content: Content): Piece[] {
  const passages = drafts(outline(content.blocks), []).map(toPiece);
  return [...passages, ...content.rows.flatMap(toQuestions)].filter((piece) => piece.text);
}

function drafts(section: Section, above: string[]): Draft[] {
  const path = section.heading?.text ? [...above, clean(section.heading.text).slice(0, 300)] : above;
  const own = fill(section, path);
  const joined: Draft[] = [];
  for (const draft of [...own, ...section.sections.flatMap((child) => drafts(child, path))]) {
    const last = joined.at(-1);
    if (last && belongTogether(last, draft)) {
      last.parts.push(...draft.parts);
      last.cost += draft.cost;
    } else joined.push(draft);
  }
  const [only] = joined;
  if (only && joined.length === 1) only.whole = true;
  return joined;
}

function belongTogether(last: Draft, next: Draft): boolean {
  const together = last.cost + next.cost;
  if (last.whole && next.whole && together <= sizes.target) return true;
  const isLeadIn = last.parts.every(({ block }) => block.type === "heading") || last.cost < sizes.small;
  return isLeadIn && last.whole && together <= sizes.limit;
}

/** Fills drafts with a section's own blocks, its heading first. */
function fill(section: Section, path: string[]): Draft[] {
  const blocks = section.blocks.flatMap((block) => divide(block, sizes));
  if (section.heading) blocks.unshift(...divide(section.heading, sizes));
  const filled: Draft[] = [];
  let open: Draft = { parts: [], cost: 0, whole: true };
  for (const block of blocks) {
    const size = cost(block.markdown);
    const isFull = open.cost + size > (open.cost < sizes.small ? sizes.limit : sizes.target);
    if (isFull && open.parts.some((part) => part.block.type !== "heading")) {
      filled.push(open);
      open = draftOf(leadInOf(open));
    }
    open.parts.push({ block, path });
    open.cost += size;
  }
  const last = filled.at(-1);
  if (last && open.cost < sizes.small && last.cost + open.cost <= sizes.limit) {
    last.parts.push(...open.parts);
    last.cost += open.cost;
  } else if (open.parts.length) filled.push(open);
  for (const draft of filled) draft.whole = filled.length === 1;
  return filled;
}

/** Takes a last paragraph that announces what follows, such as "Proceed as follows:", out of a full draft. */
function leadInOf(draft: Draft): Draft["parts"] {
  const last = draft.parts.at(-1);
  const before = draft.parts.at(-2);
  if (last?.block.type !== "paragraph" || !before || before.block.type === "heading") return [];
  if (!/[:：]\s*$/.test(last.block.markdown) || cost(last.block.markdown) > sizes.small) return [];
  draft.parts.pop();
  draft.cost -= cost(last.block.markdown);
  return [last];
}

function draftOf(parts: Draft["parts"]): Draft {
  return { parts, cost: parts.reduce((sum, { block }) => sum + cost(block.markdown), 0), whole: false };
}

function toPiece(draft: Draft): Piece {
  const text = clean(draft.parts.map(({ block }) => block.markdown).join("\n\n")).trim();
  const body = draft.parts.filter(({ block }) => block.type !== "heading");
  const page = draft.parts.find(({ block }) => block.page !== undefined)?.block.page;
  const headings = shared((body.length ? body : draft.parts.slice(-1)).map((part) => part.path));
  return { kind: "passage", headings, ...(page !== undefined && { page }), text };
}

function shared(paths: string[][]): string[] {
  const [first = [], ...others] = paths;
  const differs = first.findIndex((title, depth) => others.some((path) => path[depth] !== title));
  return differs < 0 ? first : first.slice(0, differs);
}

function toQuestions({ question, answer, metadata }: Content["rows"][number]): Piece[] {
  const whole = { target: sizes.answer, limit: sizes.answer };
  const parts = divide({ type: "paragraph", markdown: answer }, whole);
  const cells = Object.entries(metadata ?? {}).map(([name, value]) => [clean(name), clean(value)]);
  return parts.map((part) => ({
    kind: "question",
    headings: [],
    question: clean(question).trim(),
    text: clean(part.markdown).trim(),
    ...(cells.length > 0 && { metadata: Object.fromEntries(cells) as Record<string, string> }),
  }));
}

/** Takes out what PostgreSQL refuses or no reader can see: NUL and other control characters, halves of surrogate pairs. */
export function clean(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n])\p{Cc}/gu, "");
}
