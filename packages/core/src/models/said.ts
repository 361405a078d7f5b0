/** What a server said, shortened, as a sentence; nothing when it said nothing. */
export function quote(text: unknown, key: string | undefined): string {
  if (typeof text !== "string" || !text.trim()) return "";
  return `It said: "${redact(text.replace(/\s+/g, " ").trim().slice(0, 200), key)}".`;
}

/** For the log: the same error without the key, which servers like to repeat, and without headers. */
export function withoutKey(error: unknown, key: string | undefined): Error {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Error(redact(text.slice(0, 500), key));
}

function redact(text: string, key: string | undefined): string {
  const known = key ? text.replaceAll(key, "***") : text;
  return known.replace(/\b(sk|key|Bearer)[-_ ][\w*-]{6,}/gi, "***");
}
