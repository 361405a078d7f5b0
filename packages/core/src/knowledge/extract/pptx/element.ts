/** Elements of this name anywhere below, in the order of the document. */
export function elements(parent: Document | Element | undefined, name: string): Element[] {
  return Array.from(parent?.getElementsByTagName(name) ?? []);
}

/** The first element at the end of a path of children. */
export function child(parent: Element | undefined, ...path: string[]): Element | undefined {
  let found = parent;
  for (const name of path) found = found && Array.from(found.children).find((element) => element.tagName === name);
  return found;
}
