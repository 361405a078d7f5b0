/** A file's text. Excel in Chinese writes GBK where it is not asked for UTF-8. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Offers a text as a file to keep. The mark in front tells Excel that it is UTF-8. */
export function offer(name: string, text: string): void {
  keep(name, new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
}

function keep(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** Offers bytes, given in base64, as a file to keep. */
export function offerBytes(name: string, type: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  keep(name, new Blob([bytes], { type }));
}
