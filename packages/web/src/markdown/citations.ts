import { findAndReplace } from "mdast-util-find-and-replace";
import type { Literal, PhrasingContent, Root } from "mdast";
import { doubtMark } from "./doubts.ts";

const group = /[[【［]\s{0,3}(\d{1,3}(?:\s{0,3}[,，、]\s{0,3}\d{1,3}){0,9})\s{0,3}[\]】］](\uE0D0?)/g;

/** A number in the text that may name a source, or the doubt behind it. */
interface CitationNode extends Literal {
  type: "citation";
}

declare module "mdast" {
  interface PhrasingContentMap {
    citation: CitationNode;
  }
  interface RootContentMap {
    citation: CitationNode;
  }
}

/** Turns `[1]`, `[1, 2]` and `【1】` into `cite-ref` elements, and the mark of a doubt behind one into `cite-doubt`. Whether the number exists is seen when it is drawn. */
export function citations() {
  return (tree: Root) => {
    findAndReplace(
      tree,
      [[group, (_whole: string, numbers: string, mark: string) => [...references(numbers), ...doubt(mark)]]],
      {
        ignore: ["link", "linkReference", "inlineCode", "code", "math", "inlineMath"],
      },
    );
  };
}

function references(numbers: string): PhrasingContent[] {
  return (numbers.match(/\d+/g) ?? []).map((n) => ({
    type: "citation",
    value: n,
    data: { hName: "cite-ref", hProperties: { n }, hChildren: [{ type: "text", value: `[${n}]` }] },
  }));
}

function doubt(mark: string): PhrasingContent[] {
  return mark === doubtMark ? [{ type: "citation", value: mark, data: { hName: "cite-doubt", hChildren: [] } }] : [];
}
