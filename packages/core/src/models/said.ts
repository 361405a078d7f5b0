/** What a server said, shortened, as a sentence; nothing when it said nothing. */
export function quote(text: unknown, key: string | undefined): string {
  if (typeof text !== "string" || !text.trim()) return "";
  return `It said: "${redact(text.replace(/\s+/g, " ").trim().replace(/\.$/, "").slice(0, 200), key)}".`;
}

/** Whether a server says that a question, with all that goes with it, is longer than its model takes. */
export function tellsTooLong(text: unknown): boolean {
  if (typeof text !== "string") return false;
  return /context[_ ](length|window|size)|max(imum)?[_ ](model[_ ]len|input|prompt)|(prompt|input|request)\b.{0,40} too (long|large)|too many (input )?tokens|exceeds? the (available )?context/i.test(
    text,
  );
}

/** Whether a server that was sent images says that its model does not take them. */
export function tellsBlind(text: unknown): boolean {
  return typeof text === "string" && /image|vision|multi-?modal/i.test(text);
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
