import type { Box } from "./picture.ts";

/** Where the map says text from this on, a spot belongs to a line; a line is sure when it reaches `sure` on average. */
const likely = 0.3;
const sure = 0.55;
/** The model marks the heart of each line: the box around it is this much larger. */
const grow = 1.5;
/** From this slant against the rest of the page on, in radians, a long line goes its own way. */
const bent = 0.035;
const smallestSide = 3;
const boxesMax = 2000;

interface Spot {
  count: number;
  chance: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
  /** Places in the map, for the extent along and across the line once its slant is known. */
  edge: number[];
}

/** Boxes around the lines on a map that tells, for each spot of a picture, how likely it is text. */
export function boxesIn(map: Float32Array, width: number, height: number): Box[] {
  const spots = spotsIn(map, width, height).filter(({ count, chance }) => count >= 10 && chance / count >= sure);
  const slanted = spots.map((spot) => ({ spot, ...slantOf(spot) }));
  const long = slanted.filter(({ stretch }) => stretch > 3).map(({ angle }) => angle);
  const common = long.toSorted((a, b) => a - b)[long.length >> 1] ?? 0;
  return slanted.flatMap(({ spot, angle, stretch }) => {
    // a line alone tells its slant badly; the page around it does better, unless the page is bent
    const isOwn = stretch > 10 && Math.abs(angle - common) > bent;
    const box = boxOf(spot, isOwn ? angle : common, width);
    return Math.min(box.width, box.height) < smallestSide ? [] : [grown(box)];
  });
}

/** Spots that touch one another, each with what is needed to tell its middle and its slant. */
function spotsIn(map: Float32Array, width: number, height: number): Spot[] {
  const seen = new Uint8Array(map.length);
  const spots: Spot[] = [];
  const stack: number[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || (map[start] as number) < likely) continue;
    const spot: Spot = { count: 0, chance: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0, edge: [] };
    stack.push(start);
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      let inside = 0;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= height * width || (map[next] as number) < likely) continue;
        inside++;
        if (seen[next]) continue;
        seen[next] = 1;
        stack.push(next);
      }
      if (inside < 4) spot.edge.push(at);
      spot.count++;
      spot.chance += map[at] as number;
      spot.x += x;
      spot.y += y;
      spot.xx += x * x;
      spot.yy += y * y;
      spot.xy += x * y;
    }
    spots.push(spot);
    if (spots.length > boxesMax) return [];
  }
  return spots;
}

/** The direction a spot stretches in, and how many times as long as wide it is about. */
function slantOf({ count, x, y, xx, yy, xy }: Spot): { angle: number; stretch: number } {
  const varX = xx / count - (x / count) ** 2;
  const varY = yy / count - (y / count) ** 2;
  const both = xy / count - (x / count) * (y / count);
  const angle = 0.5 * Math.atan2(2 * both, varX - varY);
  const root = Math.hypot((varX - varY) / 2, both);
  const [along, across] = [(varX + varY) / 2 + root, (varX + varY) / 2 - root];
  return { angle, stretch: Math.sqrt(along / Math.max(across, 0.1)) };
}

function boxOf({ edge }: Spot, angle: number, mapWidth: number): Box {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const at of edge) {
    const x = (at % mapWidth) + 0.5;
    const y = Math.floor(at / mapWidth) + 0.5;
    const along = x * cos + y * sin;
    const across = -x * sin + y * cos;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: along * cos - across * sin,
    y: along * sin + across * cos,
    width: right - left + 1,
    height: bottom - top + 1,
    angle,
  };
}

function grown(box: Box): Box {
  const by = (box.width * box.height * grow) / (2 * (box.width + box.height));
  return { ...box, width: box.width + 2 * by, height: box.height + 2 * by };
}
