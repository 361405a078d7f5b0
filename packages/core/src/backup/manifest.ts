import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { z } from "zod";
import { PublicError } from "../error.ts";

const SealedSecret = z.object({ salt: z.string(), iv: z.string(), tag: z.string(), text: z.string() });
type SealedSecret = z.infer<typeof SealedSecret>;

/** The first entry of a backup: what it is, and what is in it. */
export const Manifest = z.object({
  format: z.literal("docent-backup"),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The last step of the schema that the rows belong to. */
  schema: z.object({ name: z.string(), when: z.number().int() }),
  companies: z.array(z.string()),
  /** Rows of each table. */
  tables: z.record(z.string().regex(/^[a-z_]+$/), z.number().int().nonnegative()),
  files: z.number().int().nonnegative(),
  /** The secret that model keys are sealed with, itself sealed with a passphrase; null when it does not travel. */
  secret: SealedSecret.nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

export const manifestName = "docent.json";
export const sumsName = "SHA256SUMS";

/** Slow on purpose, so that a passphrase cannot be guessed by trying many. */
function keyFrom(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase, salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
}

export function sealSecret(passphrase: string, secret: string): SealedSecret {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", keyFrom(passphrase, salt), iv);
  const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  const [saltText, ivText, tag] = [salt, iv, cipher.getAuthTag()].map((bytes) => bytes.toString("base64url"));
  return { salt: saltText ?? "", iv: ivText ?? "", tag: tag ?? "", text: text.toString("base64url") };
}

/** Throws `backup.passphrase_wrong`. */
export function openSecret(passphrase: string, sealed: SealedSecret): string {
  const { salt, iv, tag, text } = sealed;
  const bytes = (value: string) => Buffer.from(value, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(passphrase, bytes(salt)), bytes(iv), {
      authTagLength: 16,
    });
    decipher.setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString("utf8");
  } catch (cause) {
    const message =
      "The passphrase in DOCENT_BACKUP_PASSPHRASE is not the one that this backup was made with. Nothing was touched. Give the right one, or none: keys of models have to be entered anew then.";
    throw new PublicError("invalid", "backup.passphrase_wrong", message, { cause });
  }
}
