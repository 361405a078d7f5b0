import { Util, type PDFPageProxy } from "./pdfjs.ts";
import { fragments, type Fragment, type Item } from "./fragment.ts";
import { painted, type Painted } from "./painted.ts";
import { withoutRadicals } from "./radicals.ts";
import { rulings, type Rulings } from "./rulings.ts";

export interface Page {
  /** Counted from 1. */
  number: number;
  height: number;
  fragments: Fragment[];
  rulings: Rulings;
  painted: Painted;
}

type Matrix = number[];
type TextItem = Extract<Awaited<ReturnType<PDFPageProxy["getTextContent"]>>["items"][number], { str: string }>;

const boldName = /bold|black|heavy|semibold|-bd|cmbx|hei\b/i;
const monoName = /mono|courier|consol|menlo|typewriter|cmtt/i;

/** Reads what a page shows: text in fragments and the lines drawn, turned so that most of the text stands upright. */
export async function readPage(page: PDFPageProxy): Promise<Page> {
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  // fonts get their names while the page's operators are read
  const operators = await page.getOperatorList();
  const links = await linksOf(page);

  const texts = content.items
    .filter((item) => "str" in item)
    .map((item) => ({ ...item, str: withoutRadicals(withoutSymbols(item.str)) }))
    .filter((item) => item.str.trim());
  const upright = multiply([1, 0, 0, -1, 0, height], transform as Matrix);
  const turn = turnOf(texts, upright);
  const base = multiply(turnings[turn](width, height), upright);
  const drawn = rulings(operators, base);
  const items = texts.flatMap((text) => itemOf(text, base, fontOf(page, text.fontName), links) ?? []);
  const isParted = (left: number, right: number, y: number) =>
    drawn.standing.some(({ at, from, to }) => at > left - 1 && at < right + 1 && from <= y + 2 && y <= to);
  page.cleanup();
  return {
    number: page.pageNumber,
    height: turn % 2 ? width : height,
    fragments: fragments(items, isParted),
    rulings: drawn,
    painted: painted(operators, width * height),
  };
}

/** Symbol fonts give characters without a meaning of their own; of these only the bullets are known. */
function withoutSymbols(text: string): string {
  return text.replace(/[\uf06c\uf06e\uf09f\uf0a7\uf0b7\uf0d8\uf0fc]/g, "•").replace(/\p{Co}|\p{Cc}|\ufffd/gu, "");
}

function multiply(matrix: Matrix, inner: Matrix): Matrix {
  return Util.transform(matrix, inner) as Matrix;
}

const turnings = [
  () => [1, 0, 0, 1, 0, 0],
  (width: number) => [0, -1, 1, 0, 0, width],
  (width: number, height: number) => [-1, 0, 0, -1, width, height],
  (_: number, height: number) => [0, 1, -1, 0, height, 0],
] as const satisfies ((width: number, height: number) => Matrix)[];

/** In which of the four directions most of the text runs: 0 from left to right, 1 upwards, and so on. */
function turnOf(texts: readonly TextItem[], upright: Matrix): 0 | 1 | 2 | 3 {
  const characters = [0, 0, 0, 0];
  for (const text of texts) {
    const [a = 0, b = 0] = multiply(upright, text.transform as Matrix);
    const quarter = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
    characters[quarter] = (characters[quarter] ?? 0) + text.str.length;
  }
  const most = characters.indexOf(Math.max(...characters));
  return most === 1 || most === 2 || most === 3 ? most : 0;
}

function itemOf(text: TextItem, base: Matrix, font: string, links: readonly Link[]): Item | undefined {
  const [a = 0, b = 0, c = 0, d = 0, left = 0, y = 0] = multiply(base, text.transform as Matrix);
  if (a <= 0 || Math.abs(b) > a * 0.1) return undefined;
  const size = Math.round(Math.hypot(c, d) * 2) / 2 || text.height;
  const right = left + text.width;
  const middle = { x: (left + right) / 2, y: y + size / 3 };
  const href = links.find((link) => isInside(middle, link, base))?.url;
  return {
    text: text.str,
    left,
    right,
    y,
    size,
    bold: boldName.test(font),
    mono: monoName.test(font),
    ...(href && { href }),
  };
}

function fontOf(page: PDFPageProxy, name: string): string {
  const font: unknown = page.commonObjs.has(name) ? page.commonObjs.get(name) : undefined;
  return typeof font === "object" && font !== null && "name" in font && typeof font.name === "string" ? font.name : "";
}

interface Link {
  url: string;
  rect: number[];
}

async function linksOf(page: PDFPageProxy): Promise<Link[]> {
  const annotations: unknown[] = await page.getAnnotations();
  return annotations.flatMap((annotation) => {
    if (typeof annotation !== "object" || annotation === null) return [];
    if (!("url" in annotation) || typeof annotation.url !== "string" || !("rect" in annotation)) return [];
    return Array.isArray(annotation.rect) ? [{ url: annotation.url, rect: annotation.rect.map(Number) }] : [];
  });
}

function isInside({ x, y }: { x: number; y: number }, { rect }: Link, base: Matrix): boolean {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
  const [, , , , left = 0, bottom = 0] = multiply(base, [1, 0, 0, 1, x0, y0]);
  const [, , , , right = 0, top = 0] = multiply(base, [1, 0, 0, 1, x1, y1]);
  const between = (value: number, one: number, other: number) =>
    value >= Math.min(one, other) && value <= Math.max(one, other);
  return between(x, left, right) && between(y, bottom, top);
}
