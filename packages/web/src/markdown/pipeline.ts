import rehypeSanitize, { defaultSchema, type Options } from "rehype-sanitize";
import remarkRehype from "remark-rehype";
import type { Root } from "hast";
import { citations } from "./citations.ts";
import { grammar } from "./grammar.ts";
import { money } from "./money.ts";
import { rawHtml } from "./raw-html.ts";

// Sanitised on the tree and before formulas and code are drawn, which add nothing that a document could choose.
const schema: Options = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []), "cite-ref", "cite-doubt"],
  attributes: {
    ...defaultSchema.attributes,
    "cite-ref": ["n"],
    code: [["className", /^language-./, "math-inline", "math-display"]],
  },
  clobberPrefix: "text-",
};

const render = grammar().use(money).use(rawHtml).use(citations).use(remarkRehype).use(rehypeSanitize, schema).freeze();

/** Markdown of one block to a tree that is safe to draw. */
export function toTree(markdown: string): Root {
  return render.runSync(render.parse(markdown), markdown);
}
