/**
 * The objects in what a model wrote, outermost first. Models put words around their JSON, fence it, leave a comma at the
 * end or break off: whatever whole object stands there is taken.
 */
export function* objectsIn(text: string): Generator<unknown> {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const end = closing(text, start);
    const value = end > 0 ? parsed(text.slice(start, end + 1)) : undefined;
    if (value !== undefined) yield value;
  }
}

function closing(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth++;
    else if (!quoted && character === "}" && --depth === 0) return at;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*([\]}])/g, "$1"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
