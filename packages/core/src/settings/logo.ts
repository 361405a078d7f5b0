import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { logoTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import * as PictureFile from "../pictures/picture-file.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Branding from "./branding.ts";
import { registry, type Logo } from "./registry.ts";
import * as Setting from "./setting.ts";

const bytesMax = 500_000;
const sideMax = 2_000;

/**
 * Takes in the company's logo in place of the one before. Only pictures without scripts are taken, by their own bytes.
 * Throws what `PictureFile.measure` throws, `setting.logo_drawing` and `setting.logo_large`.
 */
export async function set(scope: Scope, content: Readable | Uint8Array, declared?: number): Promise<Logo> {
  requireRole(scope, registry.logo.role);
  const { bytes, type, width, height } = await received(content, declared);
  if (bytes.length > bytesMax || Math.max(width, height) > sideMax) {
    const message = `A logo may have 500 kB and ${sideMax.toLocaleString("en")} pixels a side. Save a smaller one; 256 pixels are plenty.`;
    throw new PublicError("invalid", "setting.logo_large", message);
  }
  const companyId = requireCompany(scope);
  const logo: Logo = { id: newId("logo"), type, width, height };
  await scope.db.transaction(async (db) => {
    await db
      .insert(logoTable)
      .values({ companyId, content: bytes })
      .onConflictDoUpdate({ target: logoTable.companyId, set: { content: bytes } });
    await Setting.store({ ...scope, db }, "logo", logo);
  });
  return logo;
}

/** Goes back to the desk's own sign. */
export async function remove(scope: Scope): Promise<void> {
  requireRole(scope, registry.logo.role);
  await scope.db.transaction(async (db) => {
    await db.delete(logoTable).where(eq(logoTable.companyId, requireCompany(scope)));
    await Setting.store({ ...scope, db }, "logo", null);
  });
}

/** The bytes, for whoever may see them: people of the company, and everybody where there is no other. Throws `logo.not_found`. */
export async function file(
  scope: Pick<Scope, "db" | "actor" | "log">,
  id: string,
): Promise<Pick<Logo, "type"> & { content: Uint8Array }> {
  const companyId = await Branding.companyOf(scope);
  const { logo } = companyId === undefined ? { logo: null } : await Setting.readOf(scope, companyId, "logo");
  const [row] =
    companyId !== undefined && logo?.id === id
      ? await scope.db.select().from(logoTable).where(eq(logoTable.companyId, companyId))
      : [];
  if (!row || !logo) throw new PublicError("not_found", "logo.not_found", "There is no such logo any more.");
  return { type: logo.type, content: row.content };
}

async function received(content: Readable | Uint8Array, declared?: number): Promise<PictureFile.Measured> {
  try {
    return await PictureFile.receive(content, declared);
  } catch (error) {
    if (!(error instanceof PublicError) || error.code !== "picture.type_unknown") throw error;
    // a drawing in SVG may hold scripts, and is shown before anybody has signed in
    const message = "Only PNG, JPEG and WebP pictures are taken, and no SVG. Save the logo as PNG, 256 pixels high.";
    throw new PublicError("invalid", "setting.logo_drawing", message);
  }
}
