import { z } from "zod";
import { companyTable } from "../db/schema.ts";
import { requireRole, type Scope } from "../scope.ts";
import { contrast, contrastMin, darkEnough, darkPalette, lightPalette, type Palette } from "./colour.ts";
import { registry } from "./registry.ts";
import * as Setting from "./setting.ts";

export const TryColour = z.strictObject({ colour: z.string().regex(/^#[0-9a-fA-F]{6}$/) });

export interface Branding {
  name: string;
  /** What follows from the company's colour; null where the desk keeps its own. */
  colours: Colours | null;
  logo: { address: string; width: number; height: number } | null;
}

export interface Colours {
  light: Palette;
  dark: Palette;
}

/** What a colour would look like, and whether it can be one. */
export interface Tried extends Colours {
  /** Of white text on it. */
  contrast: number;
  /** The nearest one that can be taken; null when this one can. */
  instead: string | null;
}

/** How the desk looks to whoever asks: as their company wants, and before the sign-in as the only company wants. */
export async function get(scope: Pick<Scope, "db" | "actor" | "log">): Promise<Branding> {
  const companyId = await companyOf(scope);
  if (companyId === undefined) return { name: registry.name.default, colours: null, logo: null };
  const { name, colour, logo } = await Setting.readOf(scope, companyId, "name", "colour", "logo");
  return {
    name,
    colours: colour === null ? null : { light: lightPalette(colour), dark: darkPalette(colour) },
    logo: logo && { address: `/api/logo/${logo.id}`, width: logo.width, height: logo.height },
  };
}

/** Tries a colour without taking it. */
export function tryColour(scope: Pick<Scope, "actor">, input: z.infer<typeof TryColour>): Tried {
  requireRole(scope, registry.colour.role);
  const colour = input.colour.toLowerCase();
  const reached = contrast(colour, "#ffffff");
  return {
    contrast: reached,
    instead: reached >= contrastMin ? null : darkEnough(colour),
    light: lightPalette(colour),
    dark: darkPalette(colour),
  };
}

/** Whose desk it is; before the sign-in nobody's where there are several companies, for none may learn of another. */
export async function companyOf({ db, actor }: Pick<Scope, "db" | "actor">): Promise<string | undefined> {
  if (actor.type !== "public") return actor.companyId;
  const [first, second] = await db.select({ id: companyTable.id }).from(companyTable).limit(2);
  return second ? undefined : first?.id;
}
