/** The words that somebody typed or pasted: one a line, or on a single line parted by commas and the like. */
export function wordsIn(text: string): string[] {
  const lines = trimmed(text.split("\n"));
  const [only] = lines;
  return lines.length === 1 && only !== undefined ? trimmed(only.split(/[,，、;；\t]/)) : lines;
}

/** The cells of a file, whatever parts them. */
export function cellsIn(text: string): string[] {
  return trimmed(text.replace(/^\ufeff/, "").split(/[\r\n,，;；\t]/)).map((cell) => cell.replace(/^"(.*)"$/, "$1"));
}

function trimmed(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter(Boolean);
}
