import type { InlineMath } from "mdast-util-math";
import type { Nodes, Parent, PhrasingContent, Root } from "mdast";
import { grammarWithoutMath } from "./grammar.ts";

/**
 * "from $5 to $10" is money, not a formula. Between single dollars a formula touches both of them, and no digit follows;
 * a line of text that holds anything else is read again as plain Markdown.
 */
export function money() {
  return (tree: Root, file: { value: unknown }) => visit(tree, String(file.value));
}

function visit(node: Parent, source: string): void {
  const formulas = node.children.filter((child) => child.type === "inlineMath");
  if (formulas.some((formula) => !isFormula(formula, source))) {
    node.children = readAgain(node, source);
    return;
  }
  for (const child of node.children) if ("children" in child) visit(child, source);
}

function isFormula({ position }: InlineMath, source: string): boolean {
  const end = position?.end.offset ?? 0;
  const written = source.slice(position?.start.offset ?? 0, end);
  if (written.startsWith("$$")) return true;
  const inner = written.slice(1, -1);
  return inner === inner.trim() && !/\d/.test(source[end] ?? "") && !/[\u3400-\u9fff]/.test(inner);
}

function readAgain({ children }: Parent, source: string): PhrasingContent[] {
  const written = source.slice(startOf(children[0]), endOf(children.at(-1)));
  const [paragraph, ...others] = grammarWithoutMath.parse(written).children;
  if (paragraph?.type === "paragraph" && !others.length) return paragraph.children;
  return [{ type: "text", value: written }];
}

function startOf(node: Nodes | undefined): number {
  return node?.position?.start.offset ?? 0;
}

function endOf(node: Nodes | undefined): number {
  return node?.position?.end.offset ?? 0;
}
