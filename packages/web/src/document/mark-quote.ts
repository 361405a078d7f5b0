/**
 * Marks the words of a quote where they stand in an element, without touching the page: the browser paints a range.
 * Does nothing when the words are not there, or in a browser that cannot.
 */
export function markQuote(element: HTMLElement, quote: string): () => void {
  const range = typeof Highlight === "undefined" ? undefined : find(element, quote);
  if (!range) return () => {};
  CSS.highlights.set("cited", new Highlight(range));
  return () => CSS.highlights.delete("cited");
}

/** Compares letters and digits only: spaces, marks and markup differ between the source and the page. */
function find(element: HTMLElement, quote: string): Range | undefined {
  const places: { node: Text; offset: number }[] = [];
  let letters = "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    for (let offset = 0; offset < node.data.length; offset++) {
      const letter = node.data[offset] ?? "";
      if (!isLetter(letter)) continue;
      letters += letter;
      places.push({ node, offset });
    }
  }
  const wanted = Array.from(quote).filter(isLetter).join("");
  const at = wanted ? letters.indexOf(wanted) : -1;
  const first = places[at];
  const last = places[at + wanted.length - 1];
  if (!first || !last) return undefined;
  // with the full stop that ends the quote
  const after = /^[^\p{L}\p{N}\s]+/u.exec(last.node.data.slice(last.offset + 1))?.[0].length ?? 0;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + 1 + after);
  return range;
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}\ud800-\udfff]/u.test(character);
}
