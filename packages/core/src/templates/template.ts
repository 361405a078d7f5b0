import { and, asc, desc, eq, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { templateTable, templateVersionTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import type { Wording } from "./wording.ts";

export const ById = z.strictObject({ id: z.string() });
/** A template with what its version in force says. */
export interface Info extends Wording {
  id: string;
  name: string;
  comment: string;
  version: number;
  isDefault: boolean;
  changedAt: Date;
  /** Who wrote the version in force; null when they are gone. */
  changedBy: string | null;
}

export interface Version extends Wording {
  number: number;
  createdAt: Date;
  createdBy: string | null;
}

/** A template that somebody may have answers written with. */
export interface Choice {
  id: string;
  name: string;
  comment: string;
  isDefault: boolean;
  parameters: Wording["parameters"];
}

/** What an answer is written with, and by which version of which template. */
export interface InForce extends Wording {
  id: string;
  name: string;
  number: number;
}

/** The templates of the company by name. For editors. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "editor");
  const rows = await current(scope).where(kept(scope)).orderBy(asc(templateTable.name));
  return rows.map(toInfo);
}

/** The templates that a conversation can choose from. */
export async function choices(scope: Scope): Promise<Choice[]> {
  requireUser(scope);
  const rows = await current(scope).where(kept(scope)).orderBy(asc(templateTable.name));
  return rows.map(({ template: { id, name, comment, isDefault }, version: { parameters } }) => {
    return { id, name, comment, isDefault, parameters };
  });
}

/** Throws `template.not_found`. */
export async function get(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  requireRole(scope, "editor");
  const [row] = await current(scope).where(and(kept(scope), eq(templateTable.id, id)));
  if (!row) throw notFound();
  return toInfo(row);
}

/** What it said over time, the newest first. Throws `template.not_found`. */
export async function versions(scope: Scope, { id }: z.infer<typeof ById>): Promise<Version[]> {
  requireRole(scope, "editor");
  await find(scope, id);
  const { number, text, bot, persona, parameters, createdAt } = templateVersionTable;
  return scope.db
    .select({ number, text, bot, persona, parameters, createdAt, createdBy: userTable.name })
    .from(templateVersionTable)
    .leftJoin(userTable, eq(userTable.id, templateVersionTable.userId))
    .where(eq(templateVersionTable.templateId, id))
    .orderBy(desc(number))
    .limit(200);
}

/**
 * What an answer is written with: the template asked for, or the company's default when there is none or it was removed;
 * undefined has the desk's own words.
 */
export async function inForce(scope: Scope, id: string | null = null): Promise<InForce | undefined> {
  const isAskedFor = eq(templateTable.id, id ?? "");
  const [row] = await current(scope)
    .where(and(kept(scope), or(isAskedFor, templateTable.isDefault)))
    .orderBy(desc(isAskedFor))
    .limit(1);
  if (!row) return undefined;
  const { template, version } = row;
  return { id: template.id, name: template.name, number: version.number, ...wordingOf(version) };
}

function current(scope: Scope) {
  return scope.db
    .select({ template: templateTable, version: templateVersionTable, changedBy: userTable.name })
    .from(templateTable)
    .innerJoin(
      templateVersionTable,
      and(
        eq(templateVersionTable.templateId, templateTable.id),
        eq(templateVersionTable.number, templateTable.version),
      ),
    )
    .leftJoin(userTable, eq(userTable.id, templateVersionTable.userId))
    .$dynamic();
}

type Current = Awaited<ReturnType<typeof current>>[number];

function toInfo({ template, version, changedBy }: Current): Info {
  const { id, name, comment, isDefault } = template;
  const { number, createdAt } = version;
  return { id, name, comment, isDefault, version: number, ...wordingOf(version), changedAt: createdAt, changedBy };
}

export function wordingOf({ text, bot, persona, parameters }: Wording): Wording {
  return { text, bot, persona, parameters };
}

export function own(scope: Scope) {
  return eq(templateTable.companyId, requireCompany(scope));
}

/** Of the company, and not removed. */
export function kept(scope: Scope) {
  return and(own(scope), isNull(templateTable.removedAt));
}

/** Another company's template is simply not found. */
export async function find(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.db
    .select({ id: templateTable.id })
    .from(templateTable)
    .where(and(kept(scope), eq(templateTable.id, id)));
  if (!row) throw notFound();
}

export function notFound() {
  return new PublicError("not_found", "template.not_found", "That template is not there any more. Reload the list.");
}
