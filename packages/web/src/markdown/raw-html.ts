import type { Nodes, Parent, Root } from "mdast";

/** HTML elements that documents carry; a name that is none of these, as in `List<String>`, is text. */
const elements = new Set(
  `a abbr address article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col colgroup
  data dd del details dfn div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header
  hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol optgroup option p param
  picture pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table
  tbody td template textarea tfoot th thead time title tr track u ul var video wbr`.split(/\s+/),
);

/** Raw HTML is never HTML here: line breaks stay line breaks, known tags fall away, all else is shown as written. */
export function rawHtml() {
  return (tree: Root) => visit(tree, false);
}

function visit(parent: Parent, inline: boolean): void {
  parent.children = parent.children.flatMap((child): Nodes[] => {
    if (child.type === "html") {
      if (/^<br\s{0,3}\/?>$/i.test(child.value)) return [{ type: "break" }];
      const text = withoutTags(child.value);
      if (!text.trim()) return [];
      return inline
        ? [{ type: "text", value: text }]
        : [{ type: "paragraph", children: [{ type: "text", value: text }] }];
    }
    if ("children" in child) visit(child, inline || isInlineParent(child.type));
    return [child];
  }) as Parent["children"];
}

function isInlineParent(type: Nodes["type"]): boolean {
  return type === "paragraph" || type === "heading" || type === "tableCell";
}

export function withoutTags(html: string): string {
  return html
    .replace(/<!--[^]*?(?:-->|$)/g, "")
    .replace(/<\/?([a-z][a-z0-9]{0,20})\b[^<>]{0,2000}>/gi, (tag, name: string) =>
      elements.has(name.toLowerCase()) ? "" : tag,
    );
}
