import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { PublicError } from "./error.ts";

const version = "s1";
const ivBytes = 12;
const tagBytes = 16;

/** Seals a text so that it can be read only with the desk's secret and for the same purpose, e.g. "model-key:com_…". */
export function seal(secret: string, purpose: string, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(secret), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** Throws `secret.unreadable` when it was sealed with another secret, for another purpose, or was changed. */
export function unseal(secret: string, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(version.length + 1), "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(secret), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
  } catch (cause) {
    const message =
      "A stored key cannot be read with this desk's secret. Enter the key again in the settings, or start with the secret it was saved with.";
    throw new PublicError("unavailable", "secret.unreadable", message, { cause });
  }
}

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "docent sealed values", 32));
}
