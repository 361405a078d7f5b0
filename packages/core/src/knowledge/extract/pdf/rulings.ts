import { OPS, Util, type PDFPageProxy } from "./pdfjs.ts";

/** A straight line drawn on the page: `at` is its y if it lies, its x if it stands. */
export interface Ruling {
  from: number;
  to: number;
  at: number;
}

export interface Rulings {
  lying: Ruling[];
  standing: Ruling[];
}

type Operators = Awaited<ReturnType<PDFPageProxy["getOperatorList"]>>;
type Matrix = number[];
const path = { moveTo: 0, lineTo: 1, curveTo: 2, quadraticCurveTo: 3, closePath: 4 };
/** More than this is a drawing, not tables. */
const rulingsMax = 5000;

/** Finds the straight lines and edges of boxes that a page draws. `base` turns its coordinates into those of an upright page. */
export function rulings({ fnArray, argsArray }: Operators, base: Matrix): Rulings {
  const found: Rulings = { lying: [], standing: [] };
  const saved: Matrix[] = [];
  let matrix = base;
  for (const [position, operator] of fnArray.entries()) {
    const values: unknown = argsArray[position];
    if (operator === OPS.save) saved.push(matrix);
    else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? base;
    else if (operator === OPS.transform && isMatrix(values)) matrix = multiply(matrix, values);
    else if (operator === OPS.paintFormXObjectBegin && Array.isArray(values)) {
      saved.push(matrix);
      const inner: unknown = values[0];
      if (isMatrix(inner)) matrix = multiply(matrix, inner);
    } else if (operator === OPS.constructPath && Array.isArray(values)) {
      if (values[0] === OPS.endPath || values[0] === OPS.clip) continue;
      addEdges(found, pathOf(values), matrix);
      if (found.lying.length + found.standing.length > rulingsMax) return { lying: [], standing: [] };
    }
  }
  return found;
}

function multiply(matrix: Matrix, inner: Matrix): Matrix {
  return Util.transform(matrix, inner) as Matrix;
}

function isMatrix(values: unknown): values is Matrix {
  const isSequence = Array.isArray(values) || values instanceof Float32Array;
  return isSequence && values.length === 6 && Array.from<unknown>(values).every((value) => typeof value === "number");
}

function pathOf(values: unknown[]): Float32Array {
  const paths: unknown = values[1];
  const first: unknown = Array.isArray(paths) ? paths[0] : undefined;
  return first instanceof Float32Array ? first : new Float32Array();
}

function addEdges(found: Rulings, data: Float32Array, matrix: Matrix): void {
  let start: [number, number] = [0, 0];
  let at = start;
  for (let step = 0; step < data.length;) {
    const operation = data[step++];
    const point = (offset: number): [number, number] => [data[step + offset] ?? 0, data[step + offset + 1] ?? 0];
    if (operation === path.moveTo) {
      at = start = point(0);
      step += 2;
    } else if (operation === path.lineTo) {
      addEdge(found, at, point(0), matrix);
      at = point(0);
      step += 2;
    } else if (operation === path.curveTo) {
      at = point(4);
      step += 6;
    } else if (operation === path.quadraticCurveTo) {
      at = point(2);
      step += 4;
    } else {
      addEdge(found, at, start, matrix);
      at = start;
    }
  }
}

function addEdge(found: Rulings, from: [number, number], to: [number, number], matrix: Matrix): void {
  const [x0, y0] = place(from, matrix);
  const [x1, y1] = place(to, matrix);
  if (Math.abs(y0 - y1) < 1 && Math.abs(x0 - x1) > 6) {
    found.lying.push({ from: Math.min(x0, x1), to: Math.max(x0, x1), at: (y0 + y1) / 2 });
  } else if (Math.abs(x0 - x1) < 1 && Math.abs(y0 - y1) > 4) {
    found.standing.push({ from: Math.min(y0, y1), to: Math.max(y0, y1), at: (x0 + x1) / 2 });
  }
}

function place([x, y]: [number, number], matrix: Matrix): [number, number] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}
