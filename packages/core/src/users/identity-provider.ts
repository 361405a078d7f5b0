import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { companyTable, identityProviderTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { newId } from "../id.ts";
import { seal, unseal } from "../sealed.ts";
import { requireCompany, requireRole, type Ports, type Scope } from "../scope.ts";
import type { ClaimRule } from "./account.sql.ts";
import * as Group from "./group.ts";
import { discover, type Service } from "./oidc.ts";
import { roles } from "./role.ts";

const Rule = z.strictObject({
  value: z.string().trim().min(1).max(500),
  role: z.enum(roles).optional(),
  groupId: z.string().optional(),
});
export const Settings = z.strictObject({
  name: z.string().trim().min(1).max(60),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().trim().min(1).max(500),
  /** Absent keeps the stored one; null is for clients without. */
  clientSecret: z.string().min(1).max(2_000).nullable().optional(),
  groupsClaim: z.string().trim().min(1).max(200).default("groups"),
  rules: z.array(Rule).max(200).default([]),
  admits: z.boolean().default(false),
  allowPrivate: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;
export const Change = Settings.extend({ id: z.string() });
export const ById = z.strictObject({ id: z.string() });

export type Row = typeof identityProviderTable.$inferSelect;

/** What administrators see: never with its secret. */
export interface Info {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  groupsClaim: string;
  rules: ClaimRule[];
  admits: boolean;
  allowPrivate: boolean;
  configured: boolean;
  /** What the service has to be told to send people back to. */
  redirect: string;
}

/** What the desk's configuration says. */
export interface Configured {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
}

export async function list(scope: Scope): Promise<Info[]> {
  requireRole(scope, "admin");
  const rows = await scope.db
    .select()
    .from(identityProviderTable)
    .where(ofCompany(scope))
    .orderBy(asc(identityProviderTable.name));
  return rows.map((row) => fromRow(scope, row));
}

/** The services by which people of a company may sign in, for the page before the sign-in. */
export async function choices({ db }: Pick<Scope, "db">, companyId: string): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: identityProviderTable.id, name: identityProviderTable.name })
    .from(identityProviderTable)
    .innerJoin(companyTable, eq(companyTable.id, identityProviderTable.companyId))
    .where(and(eq(identityProviderTable.companyId, companyId), isNull(companyTable.suspendedAt)))
    .orderBy(asc(identityProviderTable.createdAt));
}

/** Adds a service that answers. Throws `oidc.unreachable`. */
export async function add(scope: Scope, settings: Settings): Promise<Info> {
  requireRole(scope, "admin");
  await requireGroups(scope, settings.rules);
  const { clientSecret = null, ...rest } = settings;
  await discover({ ...rest, clientSecret });
  const id = newId("provider");
  const [row] = await scope.db
    .insert(identityProviderTable)
    .values({
      ...rest,
      id,
      companyId: requireCompany(scope),
      clientSecret: sealed(scope, id, clientSecret),
      rules: rulesOf(settings),
    })
    .returning();
  if (!row) throw notFound();
  return fromRow(scope, row);
}

/** Of one that the configuration names, only what the desk makes of its people can be changed here. */
export async function change(scope: Scope, { id, ...settings }: z.infer<typeof Change>): Promise<Info> {
  requireRole(scope, "admin");
  const found = await find(scope, id);
  await requireGroups(scope, settings.rules);
  const { clientSecret, ...rest } = settings;
  const { groupsClaim, admits } = rest;
  const made = { groupsClaim, admits, rules: rulesOf(settings) };
  const secret = clientSecret === undefined ? found.clientSecret : sealed(scope, id, clientSecret);
  if (!found.configured)
    await discover(serviceOf(scope, { ...found, ...rest, clientSecret: secret, rules: made.rules }));
  const [row] = await scope.db
    .update(identityProviderTable)
    .set(found.configured ? made : { ...rest, ...made, clientSecret: secret })
    .where(eq(identityProviderTable.id, id))
    .returning();
  return fromRow(scope, row ?? found);
}

/** Nobody signs in by it any more; whoever is signed in stays so. */
export async function remove(scope: Scope, { id }: z.infer<typeof ById>): Promise<void> {
  requireRole(scope, "admin");
  const { configured } = await find(scope, id);
  if (configured) {
    const message = "This service comes from the desk's configuration. Take it out there.";
    throw new PublicError("conflict", "identity_provider.configured", message);
  }
  await scope.db.delete(identityProviderTable).where(eq(identityProviderTable.id, id));
}

/** Makes the company's services say what the configuration says. */
export async function configure(ports: Ports, companyId: string, configured: Configured | undefined): Promise<void> {
  const id = `idp_configured_${companyId}`;
  if (!configured) {
    await ports.db.delete(identityProviderTable).where(eq(identityProviderTable.id, id));
    return;
  }
  const { clientSecret = null, ...rest } = configured;
  const values = { ...rest, clientSecret: sealed(ports, id, clientSecret), allowPrivate: true, configured: true };
  await ports.db
    .insert(identityProviderTable)
    .values({ id, companyId, ...values })
    .onConflictDoUpdate({ target: identityProviderTable.id, set: values });
}

/** For the sign-in itself, which nobody has done yet. */
export async function byId({ db }: Pick<Scope, "db">, id: string): Promise<Row> {
  const [row] = await db
    .select({ provider: identityProviderTable })
    .from(identityProviderTable)
    .innerJoin(companyTable, eq(companyTable.id, identityProviderTable.companyId))
    .where(and(eq(identityProviderTable.id, id), isNull(companyTable.suspendedAt)));
  if (row) return row.provider;
  throw notFound();
}

export function serviceOf(ports: Pick<Ports, "secret">, row: Row): Service {
  const { id, issuer, clientId, clientSecret, allowPrivate } = row;
  return {
    issuer,
    clientId,
    clientSecret: clientSecret === null ? null : unseal(ports.secret, purpose(id), clientSecret),
    allowPrivate,
  };
}

function sealed({ secret }: Pick<Ports, "secret">, id: string, text: string | null): string | null {
  return text === null ? null : seal(secret, purpose(id), text);
}

/** What an identity provider's secret is sealed for. */
export function purpose(id: string): string {
  return `identity-provider:${id}`;
}

async function requireGroups(scope: Scope, rules: Settings["rules"]): Promise<void> {
  await Group.requireGroups(
    scope,
    rules.flatMap(({ groupId }) => groupId ?? []),
  );
}

function rulesOf({ rules }: Settings): ClaimRule[] {
  return rules.map(({ value, role, groupId }) => ({ value, ...(role && { role }), ...(groupId && { groupId }) }));
}

async function find(scope: Scope, id: string): Promise<Row> {
  const [row] = await scope.db
    .select()
    .from(identityProviderTable)
    .where(and(eq(identityProviderTable.id, id), ofCompany(scope)));
  if (row) return row;
  throw notFound();
}

function ofCompany(scope: Scope) {
  return eq(identityProviderTable.companyId, requireCompany(scope));
}

function fromRow({ pageUrl }: Pick<Scope, "pageUrl">, row: Row): Info {
  const { id, name, issuer, clientId, clientSecret, groupsClaim, rules, admits, allowPrivate, configured } = row;
  const shown = { id, name, issuer, clientId, groupsClaim, rules, admits, allowPrivate, configured };
  return { ...shown, hasSecret: clientSecret !== null, redirect: pageUrl(redirectPath) };
}

/** Where services send people back to. */
export const redirectPath = "/api/auth/oidc/callback";

function notFound() {
  const message = "That way to sign in is not there any more. Reload the page.";
  return new PublicError("not_found", "identity_provider.not_found", message);
}
