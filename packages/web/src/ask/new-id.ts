const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** An id made here, so that asking twice by accident is asking once. */
export function newId(kind: "con" | "run"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return `${kind}_${Array.from(bytes, (byte) => alphabet[byte % 32]).join("")}`;
}
