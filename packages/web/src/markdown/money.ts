import type { Nodes, Parent, PhrasingContent, Root } from "mdast";
import { grammarWithoutMath } from "./grammar.ts";

/**
 * "from $5 to $10" is money, not a formula. Between single dollars a formula touches both of them, and no digit follows;
 * anything else is read again as plain Markdown.
 */
export function money() {
  return (tree: Root, file: { value: unknown }) => visit(tree, String(file.value));
}

function visit(parent: Parent, source: string): void {
  parent.children = parent.children.flatMap((child): Nodes[] => {
    if (child.type === "inlineMath") {
      const start = child.position?.start.offset ?? 0;
      const end = child.position?.end.offset ?? 0;
      const written = source.slice(start, end);
      return isFormula(written, source[end] ?? "") ? [child] : plain(written);
    }
    if ("children" in child) visit(child, source);
    return [child];
  }) as Parent["children"];
}

function isFormula(written: string, next: string): boolean {
  if (written.startsWith("$$")) return true;
  const inner = written.slice(1, -1);
  return inner === inner.trim() && !/\d/.test(next) && !/[\u3400-\u9fff]/.test(inner);
}

function plain(written: string): PhrasingContent[] {
  const [paragraph] = grammarWithoutMath.parse(written).children;
  return paragraph?.type === "paragraph" ? paragraph.children : [{ type: "text", value: written }];
}
