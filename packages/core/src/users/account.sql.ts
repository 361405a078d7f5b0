import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import type { KeyScope } from "./key-scope.ts";
import { roles, type Role } from "./role.ts";
import { companyTable, userTable } from "./user.sql.ts";

const companyId = () =>
  text("company_id")
    .notNull()
    .references(() => companyTable.id);

/** People who were asked to join and have not yet; of the link only a hash is kept. */
export const invitationTable = pgTable(
  "invitation",
  {
    id: id(),
    companyId: companyId(),
    email: text("email").notNull().unique(),
    role: text("role", { enum: roles }).notNull(),
    groupIds: jsonb("group_ids").$type<string[]>().notNull().default([]),
    language: text("language", { enum: ["zh", "en"] }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    expiresAt: moment("expires_at").notNull(),
    /** The last letter could not be handed to the mail service. */
    unsent: boolean("unsent").notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index("invitation_company").on(table.companyId)],
);

/** The one link by which a person may set a new password. */
export const passwordResetTable = pgTable("password_reset", {
  userId: text("user_id")
    .primaryKey()
    .references(() => userTable.id, { onDelete: "cascade" }),
  tokenHash: text("token_hash").notNull().unique(),
  expiresAt: moment("expires_at").notNull(),
});

/** Addresses that were mailed a code to sign up with. */
export const signUpTable = pgTable("sign_up", {
  email: text("email").primaryKey(),
  companyId: companyId(),
  codeHash: text("code_hash").notNull(),
  attempts: integer("attempts").notNull().default(0),
  expiresAt: moment("expires_at").notNull(),
});

/** Keys for programs that act as a person; of the key only a hash is kept. */
export const apiKeyTable = pgTable(
  "api_key",
  {
    id: id(),
    companyId: companyId(),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Its first characters, to recognise it by. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    scopes: jsonb("scopes").$type<KeyScope[]>().notNull(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
    createdAt: createdAt(),
  },
  (table) => [index("api_key_user").on(table.userId)],
);

/** What a value of the groups claim gives: a role, or a place in a group. */
export interface ClaimRule {
  value: string;
  role?: Role;
  groupId?: string;
}

/** OpenID Connect services by which people of the company may sign in. */
export const identityProviderTable = pgTable(
  "identity_provider",
  {
    id: id(),
    companyId: companyId(),
    name: text("name").notNull(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    /** Sealed. */
    clientSecret: text("client_secret"),
    groupsClaim: text("groups_claim").notNull().default("groups"),
    rules: jsonb("rules").$type<ClaimRule[]>().notNull().default([]),
    /** Whoever signs in without an account gets one. */
    admits: boolean("admits").notNull().default(false),
    /** The service may be in the organisation's own network. */
    allowPrivate: boolean("allow_private").notNull().default(false),
    /** Its address and client come from the desk's configuration. */
    configured: boolean("configured").notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index("identity_provider_company").on(table.companyId)],
);

/** Who did what, and when. Never what a document, a question or a secret says. */
export const auditTable = pgTable(
  "audit",
  {
    id: id(),
    companyId: companyId(),
    at: moment("at").notNull().defaultNow(),
    /** Null for the desk itself. */
    actorId: text("actor_id"),
    /** As they were called then. */
    actorName: text("actor_name").notNull(),
    /** The key by which it was done, as it was called then. */
    keyName: text("key_name"),
    /** What was done, as the interface calls it, e.g. "user.update". */
    action: text("action").notNull(),
    /** The id of what it was done to. */
    subject: text("subject"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    index("audit_company").on(table.companyId, table.at),
    index("audit_actor").on(table.companyId, table.actorId, table.at),
    uniqueIndex("audit_order").on(table.at, table.id),
  ],
);
