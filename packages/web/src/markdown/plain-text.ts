import type { Nodes } from "mdast";
import { grammar } from "./grammar.ts";
import { withoutTags } from "./raw-html.ts";

/** Markdown as one line of words, for places that show a little of it. */
export function plainText(markdown: string): string {
  return wordsOf(grammar.parse(markdown)).replace(/\s+/g, " ").trim();
}

function wordsOf(node: Nodes): string {
  switch (node.type) {
    case "html":
      return withoutTags(node.value);
    case "image":
      return node.alt ?? "";
    case "break":
      return " ";
    case "table":
      return node.children.map(wordsOf).join("; ");
    case "tableRow":
      return node.children.map(wordsOf).filter(Boolean).join(" · ");
    case "listItem":
      return `${node.children.map(wordsOf).join(" ")} `;
    default:
      if ("value" in node) return node.value;
      return "children" in node ? node.children.map(wordsOf).join(isInline(node.type) ? "" : " ") : "";
  }
}

function isInline(type: Nodes["type"]): boolean {
  return ["paragraph", "heading", "tableCell", "emphasis", "strong", "delete", "link"].includes(type);
}
