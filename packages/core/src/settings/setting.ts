import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { settingTable, userTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import * as Audit from "../users/audit.ts";
import type { Definition } from "./definition.ts";
import { daysMax, daysMin, keys, nameLengthMax, registry, type Key, type Stored, type Values } from "./registry.ts";
import { placeholders } from "./sayings.ts";
import { charactersMax } from "./text.ts";
import { labelLengthMax, linksMax } from "./quick-link.ts";

const { logo: _, ...changeable } = registry;
type Changeable = Exclude<Key, "logo">;

/** Settings by their keys; null goes back to the default. */
export const Change = z
  .strictObject({
    name: changeable.name.schema.nullable(),
    colour: changeable.colour.schema.nullable(),
    welcome: changeable.welcome.schema.nullable(),
    disclaimer: changeable.disclaimer.schema.nullable(),
    quickLinks: changeable.quickLinks.schema.nullable(),
    refusal: changeable.refusal.schema.nullable(),
    comfort: changeable.comfort.schema.nullable(),
    handover: changeable.handover.schema.nullable(),
    conversationDays: changeable.conversationDays.schema.nullable(),
    feedbackDays: changeable.feedbackDays.schema.nullable(),
    usageDays: changeable.usageDays.schema.nullable(),
    auditDays: changeable.auditDays.schema.nullable(),
    pictureDays: changeable.pictureDays.schema.nullable(),
  } satisfies Record<Changeable, z.ZodType>)
  .partial();
export type Change = z.infer<typeof Change>;

export interface Info<K extends Key> {
  /** The company's own; null where it has decided nothing. */
  own: Stored[K] | null;
  default: Values[K];
  /** Null while it is the default, and where nobody noted who it was. */
  changedBy: string | null;
  changedAt: Date | null;
}

export interface All {
  settings: { [K in Key]: Info<K> };
  /** What may be entered. */
  limits: {
    nameLengthMax: number;
    charactersMax: number;
    placeholders: Record<keyof typeof placeholders, readonly string[]>;
    linksMax: number;
    labelLengthMax: number;
    daysMin: typeof daysMin;
    daysMax: number;
  };
}

const limits = { nameLengthMax, charactersMax, placeholders, linksMax, labelLengthMax, daysMin, daysMax };

/** Every setting with its default, and who changed it when. */
export async function list(scope: Scope): Promise<All> {
  requireRole(scope, "admin");
  const rows = await scope.db
    .select({ row: settingTable, by: userTable.name })
    .from(settingTable)
    .leftJoin(userTable, eq(userTable.id, settingTable.changedBy))
    .where(eq(settingTable.companyId, requireCompany(scope)));
  const infos = keys.map((key) => {
    const found = rows.find(({ row }) => row.key === key);
    const own = found ? parsed(scope, found.row) : undefined;
    const info = {
      own: own?.stored ?? null,
      default: registry[key].default,
      changedBy: (own && found?.by) ?? null,
      changedAt: (own && found?.row.changedAt) ?? null,
    };
    return [key, info];
  });
  return { settings: Object.fromEntries(infos) as All["settings"], limits };
}

/** Changes the settings that are named, all or none, and notes who did. Throws what each of them refuses. */
export async function change(scope: Scope, given: Change): Promise<All> {
  const named = keys.flatMap((key) => (key !== "logo" && given[key] !== undefined ? [[key, given[key]] as const] : []));
  for (const [key] of named) requireRole(scope, registry[key].role);
  const tidied = named.map(([key, value]) => {
    const definition = registry[key] as Definition<unknown>;
    const stored = value === null ? null : definition.tidy(value);
    if (stored !== null) definition.refuse(stored);
    return [key, stored] as const;
  });
  await scope.db.transaction(async (db) => {
    for (const [key, value] of tidied) await store({ ...scope, db }, key, value);
  });
  return list(scope);
}

/** Stores a setting that fits already, null for its default, and notes it. For a caller's transaction. */
export async function store(scope: Scope, key: Key, value: unknown): Promise<void> {
  const companyId = requireCompany(scope);
  const changed = {
    value,
    changedBy: scope.actor.type === "user" ? scope.actor.userId : null,
    changedAt: scope.now(),
  };
  const { db } = scope;
  if (value === null) {
    await db.delete(settingTable).where(and(eq(settingTable.companyId, companyId), eq(settingTable.key, key)));
  } else {
    const target = [settingTable.companyId, settingTable.key];
    await db
      .insert(settingTable)
      .values({ companyId, key, ...changed })
      .onConflictDoUpdate({ target, set: changed });
  }
  const simple = typeof value === "string" || typeof value === "number";
  const details = value === null || simple ? { to: value } : {};
  await Audit.record(scope, { action: "setting.change", subject: key, details });
}

/** What holds in the actor's company. What is stored and cannot be read any more is the default, and logged. */
export async function read<K extends Key>(
  scope: Pick<Scope, "db" | "actor" | "log">,
  ...wanted: K[]
): Promise<Pick<Values, K>> {
  return readOf(scope, requireCompany(scope), ...wanted);
}

/** The same of a company that is named: for the desk itself, and for pages before the sign-in. */
export async function readOf<K extends Key>(
  scope: Pick<Scope, "db" | "log">,
  companyId: string,
  ...wanted: K[]
): Promise<Pick<Values, K>> {
  const rows = await scope.db
    .select()
    .from(settingTable)
    .where(and(eq(settingTable.companyId, companyId), inArray(settingTable.key, wanted)));
  const values = wanted.map((key) => {
    const row = rows.find((one) => one.key === key);
    return [key, (row && parsed(scope, row)?.value) ?? registry[key].default];
  });
  return Object.fromEntries(values) as Pick<Values, K>;
}

function parsed(
  { log }: Pick<Scope, "log">,
  { companyId, key, value }: typeof settingTable.$inferSelect,
): { stored: unknown; value: unknown } | undefined {
  const definition = registry[key as Key] as Definition<unknown>;
  const { data: stored, error } = definition.schema.safeParse(value);
  try {
    if (error) throw error;
    definition.refuse(stored);
    return { stored, value: definition.complete(stored) };
  } catch (problem) {
    if (!(problem instanceof PublicError || problem === error)) throw problem;
    // not the error itself, which may hold what was typed
    log.warn("setting.unreadable", { companyId, key });
    return undefined;
  }
}
