import { OPS, Util, type PDFPageProxy } from "./pdfjs.ts";

/** What a page shows beside text. */
export interface Painted {
  /** Pictures, or shapes that may be letters. */
  anything: boolean;
  /** The part of the page that its largest picture takes, from 0 to 1. */
  picture: number;
}

type Operators = Awaited<ReturnType<PDFPageProxy["getOperatorList"]>>;

const paints = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectRepeat,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintInlineImageXObjectGroup,
]);

/** Finds pictures among the operators of a page whose area is `area`. */
export function painted({ fnArray, argsArray }: Operators, area: number): Painted {
  const saved: number[][] = [];
  let matrix = [1, 0, 0, 1, 0, 0];
  let largest = 0;
  let shapes = 0;
  let before = -1;
  const take = () => {
    const [a = 0, b = 0, c = 0, d = 0] = matrix;
    largest = Math.max(largest, Math.abs(a * d - b * c) / area);
  };
  for (const [position, operator] of fnArray.entries()) {
    if (operator === OPS.save) saved.push(matrix);
    else if (operator === OPS.transform) matrix = Util.transform(matrix, Array.from(argsArray[position])) as number[];
    else if (paints.has(operator)) take();
    else if (operator === OPS.restore) {
      // a picture too large for the reader of the text layer leaves its place behind
      if (before === OPS.transform) take();
      matrix = saved.pop() ?? [1, 0, 0, 1, 0, 0];
    } else if (operator === OPS.constructPath || operator === OPS.shadingFill) shapes++;
    before = operator;
  }
  // a few shapes are lines and boxes, letters drawn as shapes are many
  return { anything: largest > 0.02 || shapes > 20, picture: Math.min(1, largest) };
}
