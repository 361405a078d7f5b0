import type { InlineMath } from "mdast-util-math";
import type { Nodes, Parent, PhrasingContent, Root } from "mdast";
import { grammar, grammarWithoutMath } from "./grammar.ts";

const attemptsMax = 20;

/**
 * "from $5 to $10" is money, not a formula. Between single dollars a formula touches both of them, no digit follows, and
 * no Chinese stands inside; a line of text where that is not so is read again with its money escaped.
 */
export function money() {
  return (tree: Root, file: { value: unknown }) => visit(tree, String(file.value));
}

function visit(node: Parent, source: string): void {
  if (moneyIn(node, source)) {
    node.children = readAgain(source.slice(startOf(node.children[0]), endOf(node.children.at(-1))));
    return;
  }
  for (const child of node.children) if ("children" in child) visit(child, source);
}

function readAgain(written: string): PhrasingContent[] {
  let text = written;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const line = lineIn(grammar.parse(text));
    const dollar = line && moneyIn(line, text);
    if (!line) break;
    if (!dollar) return line.children;
    const at = startOf(dollar);
    text = `${text.slice(0, at)}\\${text.slice(at)}`;
  }
  return lineIn(grammarWithoutMath.parse(written))?.children ?? [{ type: "text", value: written }];
}

function moneyIn(node: Parent, source: string): InlineMath | undefined {
  for (const child of node.children) {
    if (child.type === "inlineMath" && !isFormula(child, source)) return child;
  }
  return undefined;
}

function isFormula(node: InlineMath, source: string): boolean {
  const end = endOf(node);
  const written = source.slice(startOf(node), end);
  if (written.startsWith("$$")) return true;
  const inner = written.slice(1, -1);
  return inner === inner.trim() && !/\d/.test(source[end] ?? "") && !/[\u3400-\u9fff]/.test(inner);
}

/** The one paragraph that the text is, if it is one. */
function lineIn({ children }: Root) {
  const [first] = children;
  return first?.type === "paragraph" && children.length === 1 ? first : undefined;
}

function startOf(node: Nodes | undefined): number {
  return node?.position?.start.offset ?? 0;
}

function endOf(node: Nodes | undefined): number {
  return node?.position?.end.offset ?? 0;
}
