import katex from "katex";
import "katex/dist/katex.min.css";

/** Loaded when the first formula is met. Nothing in a formula may load, link or run anything. */
export function drawFormula(source: string, display: boolean): string {
  return katex.renderToString(source, {
    displayMode: display,
    throwOnError: false,
    trust: false,
    maxExpand: 200,
    maxSize: 20,
  });
}
