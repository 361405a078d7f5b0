import { isDeepStrictEqual } from "node:util";
import { and, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { templateTable, templateVersionTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { ParametersGiven } from "../models/parameters.ts";
import { requireCompany, requireRole, requireUser, type Scope } from "../scope.ts";
import { ById, find, get, kept, notFound, own, wordingOf, type Info } from "./template.ts";
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
export const ByVersion = ById.extend({ number: z.int().min(1) });
/** Null has conversations answered in the desk's own words again. */
export const MakeDefault = z.strictObject({ id: z.string().nullable() });

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
