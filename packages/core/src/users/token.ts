import { createHash, randomBytes } from "node:crypto";

/** Something only its holder can know: 256 random bits, of which the desk keeps only the hash. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashOf(token) };
}

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
