import type { Fragment } from "./fragment.ts";

/** More fragments than this on a page are no columns of text. */
const fragmentsMax = 3000;

/** Parts of a page in reading order: a gutter between two columns is cut first, else a white band below which one begins. */
export function columns<Part extends Fragment>(part: Part[]): Part[][] {
  if (part.length < 6 || part.length > fragmentsMax) return part.length ? [part] : [];
  const sides = cutAtGutter(part);
  if (sides) return sides.flatMap((side) => columns(side));
  const bands = cutAtBand(part);
  return bands ? bands.flatMap((band) => columns(band)) : [part];
}

function cutAtGutter<Part extends Fragment>(part: readonly Part[]): [Part[], Part[]] | undefined {
  const gutter = widestGutter(part);
  if (gutter === undefined) return undefined;
  const left = part.filter((fragment) => fragment.right <= gutter);
  const right = part.filter((fragment) => fragment.left >= gutter);
  const width = Math.max(...part.map((f) => f.right)) - Math.min(...part.map((f) => f.left));
  const isWide = (side: Fragment[]) => median(side.map((fragment) => fragment.right - fragment.left)) > width * 0.28;
  const isText = (side: Fragment[]) =>
    new Set(side.map((fragment) => Math.round(fragment.y))).size >= 3 &&
    side.reduce((sum, fragment) => sum + fragment.text.length, 0) > side.length * 8;
  const isColumn = isText(left) && isText(right) && (isWide(left) || left.length > 12) && isWide(right);
  return isColumn ? [left, right] : undefined;
}

function widestGutter(part: readonly Fragment[]): number | undefined {
  let widest = median(part.map((fragment) => fragment.size)) * 0.8;
  let at: number | undefined;
  let end = Infinity;
  for (const { left, right } of part.toSorted((a, b) => a.left - b.left)) {
    if (left - end > widest) {
      widest = left - end;
      at = (left + end) / 2;
    }
    end = Number.isFinite(end) ? Math.max(end, right) : right;
  }
  return at;
}

function cutAtBand<Part extends Fragment>(part: readonly Part[]): [Part[], Part[]] | undefined {
  const down = part.toSorted((a, b) => b.y - a.y);
  for (let position = 1; position < down.length; position++) {
    const [above, below] = [down[position - 1], down[position]];
    if (!above || !below || above.y - below.y <= below.size * 1.25) continue;
    const bands: [Part[], Part[]] = [down.slice(0, position), down.slice(position)];
    if (bands.some((band) => band.length > 5 && cutAtGutter(band))) return bands;
  }
  return undefined;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
