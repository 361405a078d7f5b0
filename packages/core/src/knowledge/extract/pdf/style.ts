import type { Fragment } from "./fragment.ts";
import type { Page } from "./page.ts";

/** How a document sets its ordinary text. */
export interface Style {
  bodySize: number;
  /** Whether typewriter text stands out as code, or is all there is. */
  marksCode: boolean;
}

export function styleOf(pages: readonly Page[]): Style {
  const bySize = new Map<number, number>();
  let mono = 0;
  let all = 0;
  for (const { text, size, mono: isMono } of pages.flatMap((page) => page.fragments)) {
    bySize.set(size, (bySize.get(size) ?? 0) + text.length);
    all += text.length;
    if (isMono) mono += text.length;
  }
  const [bodySize = 10] = [...bySize].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  return { bodySize, marksCode: mono < all / 2 };
}

const numbered = /^(?:\d+(?:\.\d+)*\.?\s|第.{1,4}[章节節条條]|[一二三四五六七八九十]+、|附录|附錄|Appendix )/;

export function isHeading({ text, size, bold, mono }: Fragment, { bodySize }: Style): boolean {
  const isLarge = size >= bodySize * 1.08;
  const isNumbered = bold && size >= bodySize * 0.98 && numbered.test(text);
  return (
    (isLarge || isNumbered) &&
    !mono &&
    text.length < 120 &&
    !contentsEntry(text) &&
    !/[。；;，,]$/.test(text) &&
    /\p{L}/u.test(text)
  );
}

/** Whether a text ends with a mark after which nothing of the same paragraph need follow. */
export function isEnded(text: string): boolean {
  return /[.。!?！？:：;；”"]$/.test(text);
}

/** How deep a heading's own number goes: 2 for "3.1 Scope", 0 without a number. */
export function numberDepth(text: string): number {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0].split(".").length ?? 0;
}

/** A line of a table of contents without its row of dots; undefined for any other line. */
export function contentsEntry(text: string): string | undefined {
  const found = /^(.*?)[ .·…]*(?:[.·…] ?){4,}\s*(\d+|[ivxlc]+)$/i.exec(text);
  return found ? `- ${found[1]} … ${found[2]}` : undefined;
}

const bullet = /^[•●▪■◦·○–-]\s+|^[•●▪■◦]/;
const item = /^(?:\d{1,2}[.)]\s|\(\d{1,2}\)|（\d{1,2}）|[①-⑳])/;

/** The text of a list item with a Markdown mark; undefined for a line that begins no item. */
export function listItem(text: string): string | undefined {
  const entry = contentsEntry(text);
  if (entry) return entry;
  if (bullet.test(text)) return `- ${text.replace(bullet, "")}`;
  return item.test(text) ? text : undefined;
}
