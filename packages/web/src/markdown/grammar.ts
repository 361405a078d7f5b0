import remarkCjk from "remark-cjk-friendly";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified, type Processor } from "unified";

/**
 * Markdown as an answer may use it. Link definitions are no part of it: `[1]: http://elsewhere` in a passage would turn
 * every citation [1] into that link. Footnotes would do the same.
 */
const withoutDefinitions = {
  disable: { null: ["definition", "gfmFootnoteCall", "gfmFootnoteDefinition", "gfmPotentialFootnoteCall"] },
};

function disableDefinitions(this: Processor) {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), withoutDefinitions];
}

/** For splitting and for rendering alike, so that both see the same blocks. */
export const grammar = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .use(remarkMath)
  .use(remarkCjk)
  .use(disableDefinitions)
  .freeze();

/** The same without formulas: for text between dollar signs that is money. */
export const grammarWithoutMath = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .use(remarkCjk)
  .use(disableDefinitions)
  .freeze();
