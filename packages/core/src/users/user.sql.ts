import { boolean, index, integer, bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "../db/columns.ts";
import { roles } from "./role.ts";

export const companyTable = pgTable("company", {
  id: id(),
  name: text("name").notNull(),
  /** Whoever has an e-mail address of one of these may sign up; nobody may when there is none. */
  signUpDomains: jsonb("sign_up_domains").$type<string[]>().notNull().default([]),
  /** Nobody of a suspended company gets in; nothing of it is lost. */
  suspendedAt: moment("suspended_at"),
  /** Deleted for good; the row goes when a job has taken away everything else. */
  removedAt: moment("removed_at"),
  createdAt: createdAt(),
});

export const userTable = pgTable(
  "user",
  {
    id: id(),
    companyId: text("company_id")
      .notNull()
      .references(() => companyTable.id),
    role: text("role", { enum: roles }).notNull().default("member"),
    name: text("name").notNull(),
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    /** A suspended person keeps the account and loses every way in. */
    suspendedAt: moment("suspended_at"),
    /** They look after the companies of the desk, besides what they are in their own. */
    platformAdmin: boolean("platform_admin").notNull().default(false),
    /** The password was set by somebody else: nothing may be done before it is changed. */
    passwordChangeNeeded: boolean("password_change_needed").notNull().default(false),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("user_company").on(table.companyId)],
);

// The tables below are kept by better-auth; their columns are its own.

export const sessionTable = pgTable(
  "session",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    token: text("token").notNull().unique(),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("session_user").on(table.userId)],
);

export const accountTable = pgTable(
  "account",
  {
    id: id(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => userTable.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("account_user").on(table.userId)],
);

export const verificationTable = pgTable(
  "verification",
  {
    id: id(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("verification_identifier").on(table.identifier)],
);

export const rateLimitTable = pgTable("rate_limit", {
  id: id(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});
