import { isDeepStrictEqual } from "node:util";
import { and, asc, desc, eq, isNull, ne, or } from "drizzle-orm";
import { z } from "zod";
import { templateTable, templateVersionTable, userTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { ParametersGiven } from "../models/parameters.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import type { Wording } from "./wording.ts";

export const textLengthMax = 20_000;
export const personaLengthMax = 4_000;
export const templatesMax = 200;

const Name = z
  .string()
  .transform((name) => name.normalize("NFC").trim().replace(/\s+/g, " "))
  .pipe(z.string().min(1).max(100));

/** What the company asks its model with. */
export const WordingInput = z.strictObject({
  text: z
    .string()
    .max(textLengthMax)
    .refine((text) => text.trim() !== "", "Write the text of the template."),
  bot: z.string().trim().max(100).default(""),
  persona: z.string().trim().max(personaLengthMax).default(""),
  /** How the answer is written, unless whoever asks says otherwise. */
  parameters: ParametersGiven.default({}),
});

const Further = z.strictObject({ name: Name, comment: z.string().trim().max(500).default("") });

export const Create = WordingInput.extend(Further.shape);
/** `version` is the one that was edited: a change meanwhile is not overwritten. */
export const Change = Create.extend({ id: z.string(), version: z.int().min(1) });
export const ById = z.strictObject({ id: z.string() });
export const ByVersion = ById.extend({ number: z.int().min(1) });
/** Null has conversations answered in the desk's own words again. */
export const MakeDefault = z.strictObject({ id: z.string().nullable() });

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

/** Throws `template.name_taken`, `template.too_many`. */
export async function create(scope: Scope, input: z.input<typeof Create>): Promise<Info> {
  requireRole(scope, "editor");
  const { name, comment, ...wording } = Create.parse(input);
  const companyId = requireCompany(scope);
  const id = newId("template");
  await inTransaction(scope, async (scope) => {
    if ((await scope.db.$count(templateTable, kept(scope))) >= templatesMax) throw tooMany();
    const [added] = await scope.db
      .insert(templateTable)
      .values({ id, companyId, name, comment, version: 1, createdAt: scope.now() })
      .onConflictDoNothing()
      .returning({ id: templateTable.id });
    if (!added) throw nameTaken(name);
    await write(scope, id, 1, wording);
  });
  return get(scope, { id });
}

/**
 * Names it anew, and when it says something else writes the next version: the ones before stay. Throws
 * `template.not_found`, `template.name_taken`, and `template.changed` when somebody else saved meanwhile.
 */
export async function change(scope: Scope, input: z.input<typeof Change>): Promise<Info> {
  requireRole(scope, "editor");
  const { id, version, name, comment, ...wording } = Change.parse(input);
  await inTransaction(scope, async (scope) => {
    const row = await lock(scope, id);
    if (row.version !== version) throw changedMeanwhile();
    await requireFreeName(scope, name, id);
    const held = await said(scope, id, version);
    const isOther = !isDeepStrictEqual(wordingOf(held), wording);
    const number = isOther ? version + 1 : version;
    await scope.db.update(templateTable).set({ name, comment, version: number }).where(eq(templateTable.id, id));
    if (isOther) await write(scope, id, number, wording);
  });
  return get(scope, { id });
}

/** Says again what an earlier version said, as the next version. Throws `template.not_found`. */
export async function rollBack(scope: Scope, { id, number }: z.infer<typeof ByVersion>): Promise<Info> {
  requireRole(scope, "editor");
  await inTransaction(scope, async (scope) => {
    const row = await lock(scope, id);
    if (number === row.version) return;
    const wording = wordingOf(await said(scope, id, number));
    const next = row.version + 1;
    await scope.db.update(templateTable).set({ version: next }).where(eq(templateTable.id, id));
    await write(scope, id, next, wording);
  });
  return get(scope, { id });
}

/** Chats that were answered with it go on with the default. `restore` takes it back. Throws `template.not_found`. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "editor");
  await find(scope, id);
  const change = { removedAt: scope.now(), isDefault: false };
  await scope.db.update(templateTable).set(change).where(eq(templateTable.id, id));
}

/** Takes a removal back; it is not the default any more. Throws `template.not_found`, `template.name_taken`. */
export async function restore(scope: Scope, { id }: z.infer<typeof ById>): Promise<Info> {
  requireRole(scope, "editor");
  await inTransaction(scope, async (scope) => {
    const [row] = await scope.db
      .select()
      .from(templateTable)
      .where(and(own(scope), eq(templateTable.id, id)));
    if (!row) throw notFound();
    await requireFreeName(scope, row.name, id);
    await scope.db.update(templateTable).set({ removedAt: null }).where(eq(templateTable.id, id));
  });
  return get(scope, { id });
}

/** From the next question on conversations without a choice of their own are answered with it. For administrators. */
export async function makeDefault(scope: Scope, { id }: z.infer<typeof MakeDefault>): Promise<void> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => {
    if (id !== null) await lock(scope, id);
    await scope.db
      .update(templateTable)
      .set({ isDefault: false })
      .where(and(own(scope), templateTable.isDefault));
    if (id !== null) await scope.db.update(templateTable).set({ isDefault: true }).where(eq(templateTable.id, id));
  });
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

function wordingOf({ text, bot, persona, parameters }: Wording): Wording {
  return { text, bot, persona, parameters };
}

function own(scope: Scope) {
  return eq(templateTable.companyId, requireCompany(scope));
}

function kept(scope: Scope) {
  return and(own(scope), isNull(templateTable.removedAt));
}

/** Another company's template is simply not found. */
async function find(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.db
    .select({ id: templateTable.id })
    .from(templateTable)
    .where(and(kept(scope), eq(templateTable.id, id)));
  if (!row) throw notFound();
}

async function lock(scope: Scope, id: string): Promise<{ version: number }> {
  const [row] = await scope.db
    .select({ version: templateTable.version })
    .from(templateTable)
    .where(and(kept(scope), eq(templateTable.id, id)))
    .for("update");
  if (!row) throw notFound();
  return row;
}

async function requireFreeName(scope: Scope, name: string, id: string): Promise<void> {
  const [taken] = await scope.db
    .select({ id: templateTable.id })
    .from(templateTable)
    .where(and(kept(scope), eq(templateTable.name, name), ne(templateTable.id, id)));
  if (taken) throw nameTaken(name);
}

async function said(scope: Scope, id: string, number: number) {
  const [row] = await scope.db
    .select()
    .from(templateVersionTable)
    .where(and(eq(templateVersionTable.templateId, id), eq(templateVersionTable.number, number)));
  if (!row) throw notFound();
  return row;
}

async function write(scope: Scope, templateId: string, number: number, wording: Wording) {
  const { userId } = requireUser(scope);
  await scope.db
    .insert(templateVersionTable)
    .values({ templateId, number, ...wording, userId, createdAt: scope.now() });
}

function notFound() {
  return new PublicError("not_found", "template.not_found", "That template is not there any more. Reload the list.");
}

function nameTaken(name: string) {
  return new PublicError("conflict", "template.name_taken", `There is a template called "${name}" already.`);
}

function tooMany() {
  const message = `There are ${templatesMax} templates already. Remove one that nobody uses.`;
  return new PublicError("limited", "template.too_many", message);
}

function changedMeanwhile() {
  const message = "Somebody else saved this template meanwhile. Reload it, and put your change in again.";
  return new PublicError("conflict", "template.changed", message);
}
