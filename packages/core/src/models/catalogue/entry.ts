import { isDeepStrictEqual } from "node:util";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { groupTable, modelGroupTable, modelTable, modelUseTable } from "../../db/schema.ts";
import { inTransaction } from "../../db/transaction.ts";
import { PublicError } from "../../error.ts";
import { newId } from "../../id.ts";
import { requireCompany, requireRole, type Scope } from "../../scope.ts";
import { Limits } from "../../usage/limits.ts";
import { Abilities, Price } from "./abilities.ts";
import * as Contracts from "./contracts.ts";
import { keyOf, ofIds, sealKey, type Row } from "./entry-row.ts";
import { modelKinds, type ModelUse } from "./model-kind.ts";
import { checkProvider, Key, Place, shareKey } from "./place.ts";

const modelsMax = 200;

export const Name = z
  .string()
  .transform((name) => name.normalize("NFC").trim().replace(/\s+/g, " "))
  .pipe(z.string().min(1).max(100));

/** Where a model is and by what right it is called: enough to try it. */
const Reach = z.strictObject({
  kind: z.enum(modelKinds),
  place: Place,
  /** Absent keeps the stored key, as long as it goes to the same server; null takes it away. */
  key: Key.nullable().optional(),
});

const Further = z.strictObject({
  name: Name,
  abilities: Abilities.default({}),
  price: Price.nullable().default(null),
  limits: Limits.default({}),
  fallbackId: z.string().nullable().default(null),
  /** Whom it answers; no group named means everybody. Others have its stand-in, or quotes. */
  groupIds: z.array(z.string()).max(200).default([]),
});

export const Add = Reach.extend(Further.shape);
export const Change = Add.omit({ kind: true }).extend({ id: z.string() });
/** With an id, its stored key is used when none is given. */
export const Try = Reach.extend({ id: z.string().optional() });
export const ById = z.strictObject({ id: z.string() });

/** A model of the catalogue, as administrators see it: never with its key. */
export interface Info extends Pick<
  Row,
  "id" | "kind" | "name" | "place" | "dimensions" | "abilities" | "price" | "limits" | "fallbackId"
> {
  /** Whether it comes from the configuration: it is changed there. */
  configured: boolean;
  /** What sort of key is kept for it. */
  key: Key["type"] | null;
  groupIds: string[];
  /** What it does for the company now. */
  uses: ModelUse[];
}

/** Every model of the company, by kind and name. */
export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const companyId = requireCompany(scope);
  const [rows, uses, groups] = await Promise.all([
    scope.db
      .select()
      .from(modelTable)
      .where(eq(modelTable.companyId, companyId))
      .orderBy(modelTable.kind, asc(modelTable.name)),
    scope.db.select().from(modelUseTable).where(eq(modelUseTable.companyId, companyId)),
    scope.db
      .select({ modelId: modelGroupTable.modelId, groupId: modelGroupTable.groupId })
      .from(modelGroupTable)
      .innerJoin(modelTable, eq(modelTable.id, modelGroupTable.modelId))
      .where(eq(modelTable.companyId, companyId)),
  ]);
  return rows.map((row) => ({
    ...fromRow(row),
    configured: row.configuredAs !== null,
    key: keyType(scope, row),
    groupIds: groups.filter(({ modelId }) => modelId === row.id).map(({ groupId }) => groupId),
    uses: uses.filter(({ modelId }) => modelId === row.id).map(({ use }) => use),
  }));
}

/** Throws `model.name_taken`, `model.provider_unfit`, `model.url_invalid`, `model.too_many`, and what `Contracts.check` throws. */
export async function add(scope: Scope, input: z.input<typeof Add>): Promise<{ id: string }> {
  requireRole(scope, "admin");
  const { kind, name, place, key, abilities, price, limits, fallbackId, groupIds } = Add.parse(input);
  checkProvider(kind, place);
  Contracts.check(kind, place);
  const companyId = requireCompany(scope);
  if ((await scope.db.$count(modelTable, eq(modelTable.companyId, companyId))) >= modelsMax) throw tooMany();
  return inTransaction(scope, async (scope) => {
    await checkFallback(scope, kind, fallbackId);
    const id = newId("model");
    const values = { kind, name, place, key: sealKey(scope, key ?? null), abilities, price, limits, fallbackId };
    const added = await scope.db
      .insert(modelTable)
      .values({ id, companyId, createdAt: scope.now(), ...values })
      .onConflictDoNothing()
      .returning({ id: modelTable.id });
    if (!added.length) throw nameTaken(name);
    await setGroups(scope, id, groupIds);
    return { id };
  });
}

/**
 * Throws what `add` throws, `model.gone`, `model.configured`, and `model.in_index` for another place of the embedder that
 * the index is made with.
 */
export async function change(scope: Scope, input: z.input<typeof Change>): Promise<void> {
  requireRole(scope, "admin");
  const { id, name, place, key, abilities, price, limits, fallbackId, groupIds } = Change.parse(input);
  await inTransaction(scope, async (scope) => {
    const row = await requireOwn(scope, id);
    checkProvider(row.kind, place);
    Contracts.check(row.kind, place);
    const moved = !isDeepStrictEqual(place, row.place);
    if (moved && row.kind === "embed" && (await isUsed(scope, id))) throw inIndex();
    await checkFallback(scope, row.kind, fallbackId, id);
    const [taken] = await scope.db
      .select({ id: modelTable.id })
      .from(modelTable)
      .where(and(eq(modelTable.companyId, row.companyId), eq(modelTable.kind, row.kind), eq(modelTable.name, name)));
    if (taken && taken.id !== id) throw nameTaken(name);
    const kept = shareKey(row.place, place) ? row.key : null;
    await scope.db
      .update(modelTable)
      .set({
        name,
        place,
        key: key === undefined ? kept : sealKey(scope, key),
        ...(moved && { dimensions: null }),
        abilities,
        price,
        limits,
        fallbackId,
      })
      .where(eq(modelTable.id, id));
    await setGroups(scope, id, groupIds);
  });
}

/** Throws `model.gone`, `model.configured`, and `model.in_use` while the company uses it: another is to be chosen first. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "admin");
  await inTransaction(scope, async (scope) => {
    await requireOwn(scope, id);
    if (await isUsed(scope, id)) throw stillUsed();
    await scope.db.delete(modelTable).where(ofIds(scope, [id]));
  });
}

/** The key to try a model with: the one given, else the stored one as far as it goes to the same server. */
export async function keyToTry(scope: Scope, { id, place, key }: z.infer<typeof Try>): Promise<Key | undefined> {
  if (key !== undefined) return key ?? undefined;
  if (id === undefined) return undefined;
  const row = await require(scope, id);
  return shareKey(row.place, place) ? keyOf(scope, row) : undefined;
}

/** Throws `model.gone`. */
export async function require(scope: Scope, id: string): Promise<Row> {
  const row = await find(scope, id);
  if (row) return row;
  throw new PublicError("not_found", "model.gone", "That model is not there any more. Reload the list.");
}

/** Throws `model.gone`, and `model.configured` for one that comes from the configuration. */
async function requireOwn(scope: Scope, id: string): Promise<Row> {
  const row = await require(scope, id);
  if (row.configuredAs === null) return row;
  const message = "This model comes from the desk's configuration. It can be changed there only.";
  throw new PublicError("conflict", "model.configured", message);
}

export async function find(scope: Scope, id: string): Promise<Row | undefined> {
  const [row] = await scope.db
    .select()
    .from(modelTable)
    .where(ofIds(scope, [id]));
  return row;
}

function fromRow({ id, kind, name, place, dimensions, abilities, price, limits, fallbackId }: Row) {
  return { id, kind, name, place, dimensions, abilities, price, limits, fallbackId };
}

/** A key that cannot be read is shown as none: it has to be entered again. */
function keyType(scope: Scope, row: Row): Key["type"] | null {
  try {
    return keyOf(scope, row)?.type ?? null;
  } catch (error) {
    if (error instanceof PublicError) return null;
    throw error;
  }
}

async function isUsed(scope: Scope, id: string): Promise<boolean> {
  const [row] = await scope.db
    .select({ one: sql`1` })
    .from(modelUseTable)
    .where(eq(modelUseTable.modelId, id))
    .limit(1);
  return row !== undefined;
}

async function setGroups(scope: Scope, modelId: string, groupIds: readonly string[]): Promise<void> {
  const known = await scope.db
    .select({ groupId: groupTable.id })
    .from(groupTable)
    .where(and(eq(groupTable.companyId, requireCompany(scope)), inArray(groupTable.id, [...groupIds])));
  await scope.db.delete(modelGroupTable).where(eq(modelGroupTable.modelId, modelId));
  if (known.length) await scope.db.insert(modelGroupTable).values(known.map((group) => ({ modelId, ...group })));
}

/** Only one that answers can be stood in for: vectors and scores of two models do not go together. Nobody looks further than one. */
async function checkFallback(scope: Scope, kind: Row["kind"], fallbackId: string | null, ownId?: string) {
  if (fallbackId === null) return;
  const row = await require(scope, fallbackId);
  if (kind === "chat" && row.kind === "chat" && row.id !== ownId) return;
  const message = "Only a model that answers can be stood in for, by another one that answers.";
  throw new PublicError("invalid", "model.fallback_unfit", message);
}

function nameTaken(name: string) {
  return new PublicError("conflict", "model.name_taken", `There is a model called "${name}" already.`);
}

function tooMany() {
  const message = `There are ${modelsMax} models already. Remove one that nobody uses.`;
  return new PublicError("limited", "model.too_many", message);
}

function inIndex() {
  const message =
    "The index is made with this model, so it cannot become another one. Add the other one and change over to it.";
  return new PublicError("conflict", "model.in_index", message);
}

function stillUsed() {
  const message = "This model is in use. Choose another one in its place first.";
  return new PublicError("conflict", "model.in_use", message);
}
